// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/simulation/load.h"
#include "engine/simulation/simulation_report.h"

namespace fairlead {

/// The most that one simulation takes in.
inline constexpr std::int64_t simulatedJobsMax = 2'000'000;

/// Puts the engine through a load in one thread, under a turned clock: the real admission, dispatcher and scheduler
/// over a MemoryStore; workers that do nothing but take the time which the load says. The same seed gives the same
/// figures, and the same arrivals and run times whatever the settings. Jobs of pulled queues are run as if the engine's
/// own workers took them. Fails with Invalid when the load names a queue that the settings do not have, with TooLarge
/// when it brings more than simulatedJobsMax jobs. Threads: any, each its own.
Result<SimulationReport> simulate(EngineSettings settings, const SimulatedLoad &load, std::uint64_t seed);

} // namespace fairlead

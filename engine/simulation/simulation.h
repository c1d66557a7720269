// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/simulation/load.h"
#include "engine/simulation/simulation_report.h"

#include <stop_token>

namespace fairlead {

/// The largest number of jobs in one simulation.
inline constexpr std::int64_t simulatedJobsMax = 2'000'000;

/// Simulates an engine under a load, in one thread, under a manual clock: the real admission, dispatcher and scheduler
/// over a MemoryStore, with the leading gates of the queues, and workers that only take the time that the load gives.
/// The same seed gives the same figures, and the same arrivals and run times under any settings. Jobs of pulled queues
/// run on the engine's own workers. Fails with Invalid when the load names a queue that the settings do not have, with
/// TooLarge when it has more than simulatedJobsMax jobs, with Cancelled soon after `stop` was requested. Threads: any;
/// each call is independent.
Result<SimulationReport> simulate(
    EngineSettings settings, const SimulatedLoad &load, std::uint64_t seed, const std::stop_token &stop = {});

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"

#include <cstdint>

namespace fairlead {

/// The time over which the health counts failures, deaths, lost leases and restarts.
inline constexpr Microseconds healthWindow = std::chrono::minutes {15};

/// The bounds beyond which something is a cause for concern. docs/MONITORING.md says what to do about each.
struct HealthSettings
{
    Microseconds unserved = std::chrono::minutes {1}; ///< jobs wait and no worker has asked for them
    Microseconds oldest = std::chrono::minutes {5}; ///< wait of the oldest job that may start
    Microseconds held = std::chrono::minutes {5}; ///< wait of the oldest job behind a shut gate
    Microseconds pause = std::chrono::hours {24}; ///< age of a pause
    Microseconds backlog = std::chrono::minutes {2}; ///< of work, below which a growing backlog is no concern
    double arrivals = 1.2; ///< jobs that come for each that leaves, in the window
    double failures = 0.2; ///< share of failed runs, in the window
    int deaths = 100; ///< dead letters of a queue, in the window
    double share = 0.5; ///< part of its fair share that a tenant must get
    double full = 0.85; ///< share of a limit of waiting jobs or bytes; a lone tenant fills 8/9
    std::int64_t diskBytes = 1024 * 1024 * 1024; ///< that new jobs may still take
    Microseconds commit = std::chrono::milliseconds {500}; ///< 99th percentile of the last minutes
    Microseconds clockStep = std::chrono::seconds {5}; ///< a step of the wall clock, in the window
    int lostLeases = 3; ///< leases of a queue that ended without an answer, in the window
    int restarts = 3; ///< of the engine, in the window
    bool operator==(const HealthSettings &) const = default;
};

} // namespace fairlead

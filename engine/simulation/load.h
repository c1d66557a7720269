// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/requests.h"

#include <variant>

namespace fairlead {

/// The length of runs; drawn for each run, the same for the same job and attempt whatever else happens.
struct FixedTime
{
    Microseconds time = std::chrono::milliseconds {100};
};
struct UniformTime
{
    Microseconds least {0};
    Microseconds most {0};
};
/// Exponential: many short ones, few long ones.
struct RandomTime
{
    Microseconds mean {0};
};
using RunTimes = std::variant<FixedTime, UniformTime, RandomTime>;

/// One tenant's jobs: a stream, bursts, or both.
struct JobSource
{
    TenantName tenant = defaultTenant();
    std::vector<QueueName> queues; ///< in turn; at least one
    Priority priority = Priority::Normal;
    std::int64_t cost = 1;
    RunTimes runTimes;
    double failing = 0; ///< share of runs that fail, 0 to 1
    std::optional<Microseconds> deadline; ///< after arrival
    double perSecond = 0; ///< arrivals of the stream, at random moments (Poisson); 0: none
    int burst = 0; ///< jobs at once
    Microseconds every {0}; ///< from one burst to the next; 0: there is one
    Microseconds from {0};
    std::optional<Microseconds> until; ///< empty: the end of the load
};

/// A job as it once came and ran.
struct RecordedJob
{
    Microseconds at {0};
    QueueName queue;
    TenantName tenant;
    Priority priority = Priority::Normal;
    std::int64_t cost = 1;
    Microseconds runTime {0};
};

/// A change that an operator makes in the middle.
struct TenantChange
{
    Microseconds at {0};
    TenantName tenant;
    TenantRules rules;
};

/// A load to put an engine through. Times count from the start.
struct SimulatedLoad
{
    Microseconds length = std::chrono::minutes {10}; ///< the figures are taken then, whatever still waits
    std::vector<JobSource> sources;
    std::vector<RecordedJob> recorded; ///< in order of time
    std::vector<TenantChange> changes;
    std::vector<Microseconds> crashes; ///< the engine dies without a word and starts again on what it left
};

} // namespace fairlead

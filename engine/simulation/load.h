// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/requests.h"

#include <variant>

namespace fairlead {

/// The length of runs. It is drawn for each run, and depends only on the seed, the job and the attempt.
struct FixedTime
{
    Microseconds time = std::chrono::milliseconds {100};
};
struct UniformTime
{
    Microseconds least {0};
    Microseconds most {0};
};
/// Exponential: many short runs, few long ones.
struct RandomTime
{
    Microseconds mean {0};
};
using RunTimes = std::variant<FixedTime, UniformTime, RandomTime>;

/// One tenant's jobs: a stream, bursts, or both.
struct JobSource
{
    TenantName tenant = defaultTenant();
    std::vector<QueueName> queues; ///< used in turn; at least one
    Priority priority = Priority::Normal;
    std::int64_t cost = 1;
    RunTimes runTimes;
    double failing = 0; ///< share of runs that fail, 0 to 1
    std::optional<Microseconds> deadline; ///< after arrival
    double perSecond = 0; ///< mean arrivals of the stream, at random times (Poisson); 0: none
    int burst = 0; ///< jobs at once
    Microseconds every {0}; ///< from one burst to the next; 0: only one
    Microseconds from {0};
    std::optional<Microseconds> until; ///< empty: the end of the load
};

/// A recorded job, with its arrival and run time.
struct RecordedJob
{
    Microseconds at {0};
    QueueName queue;
    TenantName tenant;
    Priority priority = Priority::Normal;
    std::int64_t cost = 1;
    Microseconds runTime {0};
    std::optional<Microseconds> deadline {}; ///< after arrival
};

/// A change that an operator makes during the load.
struct TenantChange
{
    Microseconds at {0};
    TenantName tenant;
    TenantRules rules;
};

/// The load of a simulation. Times count from the start.
struct SimulatedLoad
{
    Microseconds length = std::chrono::minutes {10}; ///< the figures are taken at this time, even when jobs still wait
    std::vector<JobSource> sources;
    std::vector<RecordedJob> recorded; ///< in order of time
    std::vector<TenantChange> changes;
    std::vector<Microseconds> crashes; ///< times at which the engine is killed and starts again on its store
};

} // namespace fairlead

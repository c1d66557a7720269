// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/flow_book.h"
#include "engine/domain/views.h"
#include "engine/scheduling/fair_scheduler.h"

#include <map>

namespace fairlead {

/// Counts of one tenant since the start.
struct TenantStats
{
    std::int64_t attempts = 0;
    std::int64_t retries = 0;
    std::int64_t workerTime = 0; ///< microseconds
    std::int64_t workerTimeBefore = 0; ///< the same, one to two minutes ago: see FlowRecorder::sharesOver
    std::int64_t workerTimeAtMinute = 0; ///< the same, at the last minute
};

/// Figures of one queue, beside its counters.
struct QueueFlow
{
    FlowBook::Totals totals;
    Quantiles queueTime; ///< of the last 15 minutes
    Quantiles runTime;
    std::optional<ReadyJob> oldest; ///< of the jobs that may start, the one that has waited longest
    double weight = 1;
    FlowCounts lastMinute {};
    std::optional<FairScheduler::Held> held {};
};
struct TenantFlow
{
    Quantiles queueTime; ///< of the last 15 minutes
    Quantiles runTime;
    FlowCounts lastMinute;
};
/// Figures of one tenant, beside its counters.
struct TenantFigures
{
    TenantStats stats;
    TenantFlow flow;
    std::optional<ReadyJob> oldest; ///< of the jobs that wait and are not paused
    std::vector<TenantHold> held; ///< the one of the most jobs first
};

/// Number of workers of a scaled queue.
struct QueueWorkers
{
    int workers = 0; ///< largest number at once; 0: all
    bool isByHand = false;
};

/// A consistent copy of the dispatcher's figures, taken between two messages.
struct DispatchSnapshot
{
    enum class With { Workers, Queues };

    bool isStopping = false;
    int workers = 0; ///< workers that exist now
    int busy = 0;
    std::int64_t finished = 0; ///< runs ended since the start
    FlowCounts lastMinute;
    std::map<QueueName, int> runningByQueue;
    std::map<QueueName, QueueWorkers> workersByQueue; ///< of queues with a number of their own
    std::vector<WorkerView> workerViews;
    std::vector<Pause> pauses;
    std::map<QueueName, QueueFlow> queueFlow; ///< with Queues
};

} // namespace fairlead

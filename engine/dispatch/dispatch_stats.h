// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/histogram.h"
#include "engine/domain/views.h"

#include <map>

namespace fairlead {

/// What the dispatcher has seen of one tenant since the start.
struct TenantStats
{
    Histogram queueTime; ///< microseconds from ready to start, first attempts only
    Histogram runTime; ///< microseconds of worker time per run
    std::int64_t attempts = 0;
    std::int64_t retries = 0;
    std::int64_t workerTime = 0; ///< microseconds
};

/// How many workers a queue has that is scaled.
struct QueueWorkers
{
    int workers = 0; ///< at once; 0: all
    bool isByHand = false;
};

/// A consistent picture of the dispatcher's memory, taken between two messages.
struct DispatchSnapshot
{
    bool isStopping = false;
    int workers = 0; ///< that are there
    int busy = 0;
    std::int64_t finished = 0; ///< runs ended since the start
    std::map<QueueName, int> runningByQueue;
    std::map<QueueName, QueueWorkers> workersByQueue; ///< of queues with an own number
    std::map<TenantName, TenantStats> tenants;
    std::map<TenantName, TenantLimits> limits; ///< of tenants for whom something was said
    std::vector<WorkerView> workerViews;
    std::vector<Pause> pauses;
};

} // namespace fairlead

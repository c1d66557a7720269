// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fairlead {

/// The jobs that wait in the scheduler, without those that are paused: how many, and the first of them. The store may
/// have more.
struct WaitingSurvey
{
    struct Held
    {
        std::string by; ///< kind of the gate
        std::size_t jobs = 0;
        QueuePosition oldest {};
        std::optional<TenantName> tenant; ///< the only one that is held; empty: several, or the whole queue
        bool isWhole = false; ///< the whole queue is held
        /// Unless it is whole: the tenants with many jobs here, of which more may wait in the store.
        std::vector<std::pair<TenantName, std::size_t>> deep;
    };
    struct Queue
    {
        QueueName name;
        bool isServed = true;
        std::size_t claimable = 0; ///< of a queue that is not served, those that would be
        std::optional<QueuePosition> oldest; ///< of the claimable ones
        std::optional<Held> held;
    };
    /// One with jobs that may start, here or at a worker elsewhere.
    struct Tenant
    {
        TenantName name;
        double weight = 0; ///< where it waits for the engine's workers, and no limit keeps it from getting one
        QueuePosition oldest {};
        TimePoint since {}; ///< without a break it could have been given a worker from then on, or a little later
    };
    std::vector<Queue> queues;
    std::vector<Tenant> tenants; ///< in order of name; empty when they were left out
};

} // namespace fairlead

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/alert.h"
#include "engine/domain/health.h"
#include "engine/domain/requests.h"
#include "engine/domain/views.h"

#include <vector>

namespace fairlead {

/// The answers of the engine to one poll.
struct Snapshot
{
    StatusView status;
    HealthReport health; ///< Unknown of an engine of an earlier version
    std::vector<AlertView> alerts; ///< none of an engine of an earlier version
    std::vector<TenantView> tenants;
    std::vector<QueueView> queues;
    std::vector<WorkerView> workers;
    TimePoint takenAt;
    MonotonicTime takenOn;

    const TenantView *findTenant(const TenantName &tenant) const;
    const QueueView *findQueue(const QueueName &queue) const;
    /// Every pause in force: the engine's first, then those of queues, of tenants, and of tenants in one queue.
    const std::vector<Pause> &pauses() const { return status.pauses; }
    /// The pause of this very scope.
    std::optional<Pause> findPause(const Scope &scope) const;
};

/// The share of the last minute's worker time that a tenant got, 0 to 1.
double recentShare(const TenantView &tenant, const StatusView &status);
/// The share a tenant is entitled to: its weight divided by the weights of all tenants with work, its own included. 0
/// when it is paused.
double fairShare(const TenantView &tenant, const std::vector<TenantView> &all);
/// The same, for many tenants of one snapshot. `allWeights`: see weightWithWork.
double fairShare(const TenantView &tenant, double allWeights);
/// The weights of the tenants with work that are not paused.
double weightWithWork(const std::vector<TenantView> &all);
/// The number of a tenant's jobs that are ready or running.
std::int64_t demandOf(const TenantView &tenant);
/// Runs that ended with an outcome; not those that were snoozed or cut.
std::int64_t runsEnded(const FlowCounts &counts);
/// The share of these that did not succeed; empty when none ended.
std::optional<double> failureShare(const FlowCounts &counts);

} // namespace fairlead

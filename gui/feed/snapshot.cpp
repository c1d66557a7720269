// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/snapshot.h"

#include <algorithm>

namespace fairlead {

const TenantView *Snapshot::findTenant(const TenantName &tenant) const
{
    const auto found =
        std::find_if(tenants.begin(), tenants.end(), [&](const TenantView &view) { return view.tenant == tenant; });
    return found == tenants.end() ? nullptr : &*found;
}

const QueueView *Snapshot::findQueue(const QueueName &queue) const
{
    const auto found =
        std::find_if(queues.begin(), queues.end(), [&](const QueueView &view) { return view.queue == queue; });
    return found == queues.end() ? nullptr : &*found;
}

std::optional<Pause> Snapshot::findPause(const Scope &scope) const
{
    const auto found = std::find_if(pauses().begin(), pauses().end(),
        [&](const Pause &pause) { return pause.queue == scope.queue && pause.tenant == scope.tenant; });
    return found == pauses().end() ? std::nullopt : std::optional(*found);
}

double recentShare(const TenantView &tenant, const StatusView &status)
{
    const std::int64_t all = status.lastMinute.workerTime;
    return all > 0 ? static_cast<double>(tenant.lastMinute.workerTime) / static_cast<double>(all) : 0;
}

std::int64_t runsEnded(const FlowCounts &counts)
{
    return counts.succeeded + counts.failed + counts.dead;
}

std::int64_t demandOf(const TenantView &tenant)
{
    return countOf(tenant.counts, JobState::Ready) + countOf(tenant.counts, JobState::Running);
}

double fairShare(const TenantView &tenant, const std::vector<TenantView> &all)
{
    if (tenant.pause)
        return 0;
    double sum = 0;
    for (const TenantView &other : all) {
        if (!other.pause && (demandOf(other) > 0 || other.tenant == tenant.tenant))
            sum += other.limits.weight;
    }
    return sum > 0 ? tenant.limits.weight / sum : 0;
}

} // namespace fairlead

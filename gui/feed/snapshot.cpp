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

std::optional<double> failureShare(const FlowCounts &counts)
{
    const std::int64_t ended = runsEnded(counts);
    if (ended == 0)
        return {};
    return static_cast<double>(counts.failed + counts.dead) / static_cast<double>(ended);
}

std::int64_t demandOf(const TenantView &tenant)
{
    return countOf(tenant.counts, JobState::Ready) + countOf(tenant.counts, JobState::Running);
}

double weightWithWork(const std::vector<TenantView> &all)
{
    double sum = 0;
    for (const TenantView &tenant : all)
        sum += !tenant.pause && demandOf(tenant) > 0 ? tenant.limits.weight : 0;
    return sum;
}

double fairShare(const TenantView &tenant, double allWeights)
{
    if (tenant.pause)
        return 0;
    const double sum = allWeights + (demandOf(tenant) > 0 ? 0 : tenant.limits.weight);
    return sum > 0 ? tenant.limits.weight / sum : 0;
}

double fairShare(const TenantView &tenant, const std::vector<TenantView> &all)
{
    return fairShare(tenant, weightWithWork(all));
}

} // namespace fairlead

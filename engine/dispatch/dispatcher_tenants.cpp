// SPDX-License-Identifier: Apache-2.0
// The dispatcher's figures of tenants: how they fare, how long they wait, and what holds them.
#include "engine/dispatch/dispatcher.h"

#include <algorithm>

namespace fairlead {

std::map<TenantName, TenantFigures> Dispatcher::tenantFigures(
    FirstTenants &tenants, const std::vector<QueueTenantCounts> &counts) const
{
    const std::map<TenantName, TenantStats> &stats = m_flow.tenants();
    tenants.offerAll(stats);
    std::map<TenantName, TenantFigures> figures;
    for (const std::string &name : tenants.names()) {
        if (const auto found = stats.find(TenantName::trusted(name)); found != stats.end())
            figures[found->first].stats = found->second;
    }
    for (const auto &[tenant, recent] : m_flow.book().recentOf(tenants, m_ports.clock.now())) {
        const FlowCell &quarterHour = recent.quarterHour;
        figures[tenant].flow = {
            quantilesOf(quarterHour.queueTime), quantilesOf(quarterHour.runTime), recent.lastMinute};
    }
    std::map<QueueName, Microseconds> silences; // each queue is looked at once
    for (const QueueTenantCounts &one : counts) {
        if (countOf(one.counts, JobState::Ready) == 0 || !tenants.has(one.tenant.text()))
            continue;
        const auto [silence, isNew] = silences.try_emplace(one.queue);
        if (isNew)
            silence->second = silenceOf(one.queue);
        addWait(figures[one.tenant], one, silence->second);
    }
    for (auto &[tenant, one] : figures)
        std::stable_sort(
            one.held.begin(), one.held.end(), [](const TenantHold &a, const TenantHold &b) { return a.jobs > b.jobs; });
    return figures;
}

void Dispatcher::addWait(TenantFigures &figures, const QueueTenantCounts &one, Microseconds silence) const
{
    FairScheduler::Wait wait = m_scheduler.waitOf(one.queue, one.tenant, m_ports.clock.now());
    if (wait.oldest && (!figures.oldest || wait.oldest->position < figures.oldest->position))
        figures.oldest = wait.oldest;
    if (wait.oldest && !wait.heldBy && silence > Microseconds {0})
        wait.heldBy = WaitCode::QueueUnserved;
    if (!wait.heldBy)
        return;
    const std::string_view gate = wait.heldBy == WaitCode::GateShut ? wait.gate : std::string_view {};
    const auto same = std::find_if(figures.held.begin(), figures.held.end(),
        [&](const TenantHold &hold) { return hold.kind == *wait.heldBy && hold.gate == gate; });
    if (same == figures.held.end()) {
        figures.held.push_back({.kind = *wait.heldBy,
            .gate = std::string(gate),
            .jobs = countOf(one.counts, JobState::Ready),
            .queue = one.queue,
            .until = wait.until});
        return;
    }
    same->jobs += countOf(one.counts, JobState::Ready);
    same->queue.reset();
    // The first start of them all; a hold without a time ends with a run, which may be before.
    same->until = same->until && wait.until ? std::min(same->until, wait.until) : std::nullopt;
}

/// The time for which no worker elsewhere has asked for jobs of the queue; 0 while it is served.
Microseconds Dispatcher::silenceOf(const QueueName &name) const
{
    const QueueSettings *queue = m_settings.engine().findQueue(name);
    if (!queue || !queue->isPulled() || m_scheduler.runningIn(name) > 0)
        return Microseconds {0};
    const Microseconds silence = m_leases.silenceOf(name);
    return silence < m_settings.engine().health.unserved ? Microseconds {0} : silence;
}

} // namespace fairlead

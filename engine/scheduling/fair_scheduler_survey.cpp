// SPDX-License-Identifier: Apache-2.0
// The survey of FairScheduler: one look at each lane that may run, and at each lane that a gate holds.
#include "engine/scheduling/fair_scheduler.h"

#include <algorithm>
#include <utility>

namespace fairlead {

namespace {
void keepOldest(std::optional<QueuePosition> &oldest, QueuePosition position)
{
    oldest = oldest ? std::min(*oldest, position) : position;
}
} // namespace

WaitingSurvey FairScheduler::survey(Surveyed what) const
{
    WaitingSurvey survey;
    const bool withTenants = what == Surveyed::QueuesAndTenants;
    std::vector<Waiter> waiters(withTenants ? m_tenants.size() : 0);
    survey.queues.reserve(m_queues.size());
    for (const Queue &queue : m_queues)
        survey.queues.push_back(surveyOf(queue, withTenants ? &waiters : nullptr));
    m_gates.forEachHold([&](QueueId id, std::optional<TenantTable::Id> tenant, const LaneGates::Hold &hold) {
        if (tenant && !m_isPaused && !m_queues[id].isPaused && !isPausedByHand(m_queues[id], *tenant))
            addHeld(survey.queues[id], m_queues[id].lanes, *tenant, hold.kind);
    });
    if (!withTenants)
        return survey;
    m_tenants.forEach([&](TenantTable::Id tenant) {
        const Waiter &waiter = waiters[tenant];
        if (waiter.weight > 0 && waiter.oldest)
            survey.tenants.push_back({m_tenants.nameOf(tenant), waiter.weight, *waiter.oldest});
    });
    return survey;
}

WaitingSurvey::Queue FairScheduler::surveyOf(const Queue &queue, std::vector<Waiter> *waiters) const
{
    WaitingSurvey::Queue seen {queue.name, queue.isServed, 0, {}, {}};
    if (m_isPaused || queue.isPaused)
        return seen;
    std::size_t jobs = 0;
    std::optional<QueuePosition> oldest;
    constexpr double millionths = 1'000'000;
    const bool isForWorkers = waiters && queue.isServed && !queue.isPulled && queue.mayStart(0);
    queue.lanes.forEachRunnable([&](std::uint32_t tenant, const WaitingJobs::List &lane) {
        const QueuePosition first = m_jobs.job(lane.first).position;
        jobs += lane.size;
        keepOldest(oldest, first);
        if (!isForWorkers)
            return;
        Waiter &waiter = (*waiters)[tenant];
        keepOldest(waiter.oldest, first);
        if (std::exchange(waiter.lastQueue, queue.id) != queue.id) // not yet, in another class
            waiter.weight += queue.weight * static_cast<double>(queue.parts[tenant]) / millionths;
    });
    if (queue.isShut && oldest) {
        const std::optional<LaneGates::Hold> hold = m_gates.whyHeld(queue.id);
        seen.held = {hold ? std::string(hold->kind) : std::string {}, jobs, *oldest, {}};
        return seen;
    }
    seen.claimable = jobs;
    seen.oldest = oldest;
    return seen;
}

bool FairScheduler::isPausedByHand(const Queue &queue, TenantTable::Id tenant) const
{
    const TenantName &name = m_tenants.nameOf(tenant);
    return m_tenants.ruleOf(name).isPaused || queue.pausedTenants.contains(name);
}

void FairScheduler::addHeld(
    WaitingSurvey::Queue &seen, const QueueLanes &lanes, TenantTable::Id tenant, std::string_view kind) const
{
    const std::size_t jobs = lanes.waitingOf(tenant);
    if (jobs == 0)
        return;
    const QueuePosition first = m_jobs.job(lanes.firstOf(tenant)).position;
    if (!seen.held) {
        seen.held = {std::string(kind), jobs, first, m_tenants.nameOf(tenant)};
        return;
    }
    seen.held->jobs += jobs;
    seen.held->oldest = std::min(seen.held->oldest, first);
    seen.held->tenant.reset();
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
// The survey of FairScheduler: one look at each lane that may run, and at each lane that a gate holds.
#include "engine/scheduling/fair_scheduler.h"

#include <algorithm>
#include <utility>

namespace fairlead {

namespace {
/// A tenant with fewer jobs in a queue has no more of them in the store: windows are filled before they are so empty.
constexpr std::size_t deepFrom = 64;

void keepOldest(std::optional<QueuePosition> &oldest, QueuePosition position)
{
    oldest = oldest ? std::min(*oldest, position) : position;
}
} // namespace

bool FairScheduler::Opened::has(TenantTable::Id tenant) const
{
    const auto found = std::lower_bound(
        tenants.begin(), tenants.end(), tenant, [](const auto &one, TenantTable::Id id) { return one.first < id; });
    return found != tenants.end() && found->first == tenant;
}

WaitingSurvey FairScheduler::survey(Surveyed what, TimePoint now) const
{
    WaitingSurvey survey;
    std::vector<Opened> opened(m_queues.size());
    m_gates.forEachOpened(now, [&](QueueId id, std::optional<TenantTable::Id> tenant, const LaneGates::Hold &hold) {
        if (!tenant)
            opened[id].queueGate = hold.kind;
        else if (m_queues[id].hasPart(*tenant) && !opened[id].has(*tenant))
            opened[id].tenants.emplace_back(*tenant, hold.kind);
    });
    const bool withTenants = what == Surveyed::QueuesAndTenants;
    std::vector<Waiter> waiters(withTenants ? m_tenants.size() : 0);
    survey.queues.reserve(m_queues.size());
    for (const Queue &queue : m_queues)
        survey.queues.push_back(surveyOf(queue, opened[queue.id], withTenants ? &waiters : nullptr));
    m_gates.forEachHold([&](QueueId id, std::optional<TenantTable::Id> tenant, const LaneGates::Hold &hold) {
        if (tenant && !m_isPaused && !m_queues[id].isPaused && !isPausedByHand(m_queues[id], *tenant))
            addHeld(survey.queues[id], m_queues[id].lanes, *tenant, hold.kind);
    });
    if (!withTenants)
        return survey;
    m_tenants.forEach([&](TenantTable::Id tenant) {
        const Waiter &waiter = waiters[tenant];
        if (waiter.oldest)
            survey.tenants.push_back(
                {m_tenants.nameOf(tenant), waiter.weight, *waiter.oldest, m_runnableSince[tenant]});
    });
    return survey;
}

WaitingSurvey::Queue FairScheduler::surveyOf(
    const Queue &queue, const Opened &opened, std::vector<Waiter> *waiters) const
{
    WaitingSurvey::Queue seen {queue.name, queue.isServed, 0, {}, {}};
    if (m_isPaused || queue.isPaused)
        return seen;
    std::size_t jobs = 0;
    std::optional<QueuePosition> oldest;
    constexpr double millionths = 1'000'000;
    const bool isHeld = queue.isShut || !opened.queueGate.empty();
    const bool isClaimable = waiters && !isHeld;
    const bool isForWorkers = isClaimable && queue.isServed && !queue.isPulled && queue.mayStart(0);
    queue.lanes.forEachRunnable([&](std::uint32_t tenant, const WaitingJobs::List &lane) {
        if (!isHeld && !opened.tenants.empty() && opened.has(tenant))
            return;
        const QueuePosition first = m_jobs.job(lane.first).position;
        jobs += lane.size;
        keepOldest(oldest, first);
        if (!isClaimable)
            return;
        Waiter &waiter = (*waiters)[tenant];
        keepOldest(waiter.oldest, first);
        if (isForWorkers && std::exchange(waiter.lastQueue, queue.id) != queue.id) // not yet, in another class
            waiter.weight += queue.weight * static_cast<double>(queue.parts[tenant]) / millionths;
    });
    if (isHeld && oldest) {
        const std::optional<LaneGates::Hold> hold = m_gates.whyHeld(queue.id);
        seen.held = {std::string(hold ? hold->kind : opened.queueGate), jobs, *oldest, {}, true, {}};
        return seen;
    }
    for (const auto &[tenant, kind] : opened.tenants)
        addHeld(seen, queue.lanes, tenant, kind);
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
        seen.held = {std::string(kind), jobs, first, m_tenants.nameOf(tenant), false, {}};
    } else {
        seen.held->jobs += jobs;
        seen.held->oldest = std::min(seen.held->oldest, first);
        seen.held->tenant.reset();
    }
    if (jobs >= deepFrom)
        seen.held->deep.emplace_back(m_tenants.nameOf(tenant), jobs);
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/scheduling/queue_lanes.h"

#include <algorithm>
#include <bit>

namespace fairlead {

void QueueLanes::setShare(const QueueShare &share)
{
    const bool areRingsNew = (share.priorityOrder == PriorityOrder::PerTenant) != isPerTenant();
    for (std::uint32_t tenant = 0; areRingsNew && tenant < m_tenants.size(); ++tenant)
        leaveRings(tenant);
    m_share = share;
    m_quantum = share.quantum > 0 ? std::min(share.quantum, costMax) : defaultQuantum(share.costMode);
    for (const Priority priority : allPriorities) {
        m_classRing.setPerVisit(static_cast<DeficitRing::Id>(priority), perVisitOfClass(m_quantum, priority));
        DeficitRing &ring = classOf(priority).ring;
        for (std::uint32_t tenant = 0; tenant < m_tenants.size(); ++tenant)
            ring.setPerVisit(tenant, perVisitOf(tenant));
    }
    for (std::uint32_t tenant = 0; areRingsNew && tenant < m_tenants.size(); ++tenant)
        enterRings(tenant);
}

void QueueLanes::setWeight(std::uint32_t tenant, double weight)
{
    if (tenantOf(tenant).weight == weight)
        return;
    tenantOf(tenant).weight = weight;
    for (Class &each : m_classes)
        each.ring.setPerVisit(tenant, perVisitOf(tenant));
}

void QueueLanes::setPaused(std::uint32_t tenant, bool isPaused)
{
    if ((tenant < m_tenants.size() && m_tenants[tenant].isPaused) == isPaused)
        return;
    tenantOf(tenant).isPaused = isPaused;
    if (isPaused)
        leaveRings(tenant);
    else
        enterRings(tenant);
}

// --- waiting jobs ----------------------------------------------------------------------------------------------------

bool QueueLanes::add(const LaneIndex &lane, const ReadyJob &job)
{
    Class &target = classOf(lane.priority);
    target.lists.reach(lane.tenant);
    if (!m_jobs.add(target.lists[lane.tenant], lane, job))
        return false;
    if (!tenantOf(lane.tenant).isPaused && !ringOf(lane.priority).contains(lane.tenant))
        joinRing(lane.priority, lane.tenant);
    return true;
}

void QueueLanes::remove(WaitingJobs::Node node)
{
    const LaneIndex lane = m_jobs.lane(node);
    Class &target = classOf(lane.priority);
    m_jobs.remove(target.lists[lane.tenant], node);
    if (!hasWork(lane.priority, lane.tenant) && ringOf(lane.priority).contains(lane.tenant))
        leaveRing(lane.priority, lane.tenant);
}

WaitingJobs::Node QueueLanes::find(const LaneIndex &lane, JobNumber seq) const
{
    const Class &target = classOf(lane.priority);
    return lane.tenant < target.lists.size() ? m_jobs.find(target.lists[lane.tenant], seq) : WaitingJobs::none;
}

bool QueueLanes::isRunnable(std::uint32_t tenant) const
{
    return std::any_of(
        m_classes.begin(), m_classes.end(), [tenant](const Class &each) { return each.ring.contains(tenant); });
}

std::size_t QueueLanes::waitingIn(const LaneIndex &lane) const
{
    return waitingIn(lane.priority, lane.tenant);
}

std::size_t QueueLanes::waitingOf(std::uint32_t tenant) const
{
    std::size_t waiting = 0;
    for (const Class &each : m_classes)
        waiting += tenant < each.lists.size() ? each.lists[tenant].size : 0;
    return waiting;
}

WaitingJobs::Node QueueLanes::firstOf(std::uint32_t tenant) const
{
    WaitingJobs::Node first = WaitingJobs::none;
    for (const Class &each : m_classes) {
        const WaitingJobs::Node node = tenant < each.lists.size() ? each.lists[tenant].first : WaitingJobs::none;
        if (node != WaitingJobs::none
            && (first == WaitingJobs::none || m_jobs.job(node).position < m_jobs.job(first).position))
            first = node;
    }
    return first;
}

std::optional<std::size_t> QueueLanes::aheadOf(const LaneIndex &lane, JobNumber seq) const
{
    const Class &target = classOf(lane.priority);
    auto ahead = lane.tenant < target.lists.size() ? m_jobs.aheadOf(target.lists[lane.tenant], seq) : std::nullopt;
    if (!ahead || m_share.priorityOrder == PriorityOrder::Weighted)
        return ahead;
    for (const Priority higher : allPriorities) {
        if (higher == lane.priority)
            break;
        *ahead += waitingIn(higher, lane.tenant);
    }
    return ahead;
}

void QueueLanes::enterRings(std::uint32_t tenant)
{
    for (const Priority priority : allPriorities) {
        if (!m_tenants[tenant].isPaused && waitingIn(priority, tenant) > 0 && !ringOf(priority).contains(tenant))
            joinRing(priority, tenant);
    }
}

void QueueLanes::leaveRings(std::uint32_t tenant)
{
    for (const Priority priority : allPriorities) {
        if (ringOf(priority).contains(tenant))
            leaveRing(priority, tenant);
    }
}

void QueueLanes::joinRing(Priority priority, std::uint32_t tenant)
{
    ringOf(priority).join(tenant, perVisitOf(tenant));
    updateClass(priority);
}

void QueueLanes::leaveRing(Priority priority, std::uint32_t tenant)
{
    ringOf(priority).leave(tenant);
    updateClass(priority);
}

void QueueLanes::updateClass(Priority priority)
{
    const auto id = static_cast<DeficitRing::Id>(ringClass(priority));
    const bool isRunnable = ringOf(priority).size() > 0;
    if (isRunnable == m_classRing.contains(id))
        return;
    m_runnableClasses ^= 1U << id;
    if (isRunnable)
        m_classRing.join(id, perVisitOfClass(m_quantum, ringClass(priority)));
    else
        m_classRing.leave(id);
}

// --- turns -----------------------------------------------------------------------------------------------------------

std::optional<QueueLanes::Turn> QueueLanes::nextTurn()
{
    if (m_runnableClasses == 0)
        return std::nullopt;
    switch (m_share.priorityOrder) {
    case PriorityOrder::PerTenant:
    case PriorityOrder::Strict:
        break;
    case PriorityOrder::Weighted:
        return turnIn(static_cast<Priority>(*m_classRing.select([this](DeficitRing::Id id) {
            return DeficitRing::Front {creditOf(turnIn(static_cast<Priority>(id)).cost)};
        })));
    }
    return turnIn(static_cast<Priority>(std::countr_zero(m_runnableClasses)));
}

std::optional<QueueLanes::Turn> QueueLanes::nextTurnOf(std::uint32_t tenant)
{
    std::optional<Priority> priority;
    switch (m_share.priorityOrder) {
    case PriorityOrder::PerTenant:
    case PriorityOrder::Strict: {
        const auto found = std::find_if(allPriorities.begin(), allPriorities.end(),
            [&](Priority each) { return classOf(each).ring.contains(tenant); });
        if (found != allPriorities.end())
            priority = *found;
        break;
    }
    case PriorityOrder::Weighted:
        if (const auto id = m_classRing.select([&](DeficitRing::Id each) {
                const auto of = static_cast<Priority>(each);
                const bool isThere = classOf(of).ring.contains(tenant);
                return DeficitRing::Front {creditOf((isThere ? turnOf(of, tenant) : turnIn(of)).cost), isThere};
            }))
            priority = static_cast<Priority>(*id);
        break;
    }
    if (!priority)
        return std::nullopt;
    Turn turn = turnOf(*priority, tenant);
    turn.isOutOfTurn = true;
    return turn;
}

QueueLanes::Turn QueueLanes::turnIn(Priority priority)
{
    const auto tenant = classOf(priority).ring.select(
        [&](std::uint32_t id) { return DeficitRing::Front {creditOf(turnOf(priority, id).cost)}; });
    return turnOf(priority, *tenant);
}

QueueLanes::Turn QueueLanes::turnOf(Priority priority, std::uint32_t tenant) const
{
    if (!isPerTenant())
        return turnOfLane(priority, tenant);
    const auto highest = std::find_if(
        allPriorities.begin(), allPriorities.end(), [&](Priority each) { return waitingIn(each, tenant) > 0; });
    return turnOfLane(*highest, tenant);
}

QueueLanes::Turn QueueLanes::turnOfLane(Priority priority, std::uint32_t tenant) const
{
    Turn turn {priority, tenant, classOf(priority).lists[tenant].first};
    turn.runTime = m_tenants[tenant].runTime.valueOr(m_runTime.valueOr(unknownRunTime.count()));
    turn.cost = costOf(m_jobs.job(turn.node).cost, turn.runTime);
    return turn;
}

std::optional<QueueLanes::Turn> QueueLanes::oldestTurn() const
{
    std::optional<Turn> oldest;
    forEachRunnable([&](std::uint32_t tenant, const WaitingJobs::List &list) {
        if (!oldest || m_jobs.job(list.first).position < m_jobs.job(oldest->node).position)
            oldest = turnOfLane(m_jobs.lane(list.first).priority, tenant);
    });
    return oldest;
}

void QueueLanes::take(const Turn &turn)
{
    DeficitRing &ring = ringOf(turn.priority);
    m_jobs.remove(classOf(turn.priority).lists[turn.tenant], turn.node);
    const bool isEmpty = !hasWork(turn.priority, turn.tenant);
    const Credit cost = creditOf(turn.cost);
    if (m_share.priorityOrder == PriorityOrder::Weighted)
        m_classRing.pay(static_cast<DeficitRing::Id>(turn.priority), cost);
    if (turn.isOutOfTurn) {
        // A worker that would have served nobody else gave it this job: it costs later turns, but only so many.
        ring.correctFromOutside(turn.tenant, -cost);
        if (isEmpty)
            leaveRing(turn.priority, turn.tenant);
    } else if (!isEmpty) {
        ring.pay(turn.tenant, cost, creditOf(turnOf(turn.priority, turn.tenant).cost));
    } else {
        ring.pay(turn.tenant, cost);
        leaveRing(turn.priority, turn.tenant);
    }
}

std::int64_t QueueLanes::costOf(std::int64_t declared, std::int64_t runTime) const
{
    switch (m_share.costMode) {
    case CostMode::Fixed:
        return 1;
    case CostMode::Declared:
        return std::clamp<std::int64_t>(declared, 1, costMax);
    case CostMode::Measured:
        return runTime;
    }
    return 1;
}

// --- corrections -----------------------------------------------------------------------------------------------------

void QueueLanes::chargeRan(const LaneIndex &lane, std::int64_t charged, std::int64_t ran)
{
    tenantOf(lane.tenant).runTime.add(ran);
    m_runTime.add(ran);
    if (m_share.costMode == CostMode::Measured)
        correct(lane, charged - ran);
}

void QueueLanes::chargeSentBack(const LaneIndex &lane, std::int64_t charged, std::int64_t ran)
{
    if (m_share.costMode == CostMode::Measured)
        correct(lane, charged - std::max(ran, m_quantum));
}

void QueueLanes::refund(const LaneIndex &lane, std::int64_t charged)
{
    correct(lane, charged);
}

void QueueLanes::correct(const LaneIndex &lane, std::int64_t change)
{
    chargeOtherClasses(lane, -change);
    ringOf(lane.priority).correct(lane.tenant, change * creditPerCost);
    if (m_share.priorityOrder == PriorityOrder::Weighted)
        m_classRing.correct(static_cast<DeficitRing::Id>(lane.priority), change * creditPerCost);
}

void QueueLanes::chargeOtherClasses(const LaneIndex &lane, std::int64_t cost)
{
    for (const Priority priority : allPriorities) {
        if (ringClass(priority) != ringClass(lane.priority) && classOf(priority).ring.contains(lane.tenant))
            classOf(priority).ring.correctFromOutside(lane.tenant, -cost * creditPerCost);
    }
}

void QueueLanes::chargeFromOutside(std::uint32_t tenant, std::int64_t runTime)
{
    if (m_share.costMode != CostMode::Measured)
        return;
    for (Class &each : m_classes) {
        if (each.ring.contains(tenant))
            each.ring.correctFromOutside(tenant, -runTime * creditPerCost);
    }
}

Credit QueueLanes::debtOf(const LaneIndex &lane) const
{
    if (lane.priority != ringClass(lane.priority))
        return 0; // one ring: its first class tells
    const Credit debt = ringOf(lane.priority).debtOf(lane.tenant);
    return debt > 0 && debt > perVisitOf(lane.tenant) ? debt : 0;
}

void QueueLanes::owe(const LaneIndex &lane, Credit debt)
{
    tenantOf(lane.tenant);
    ringOf(lane.priority).owe(lane.tenant, perVisitOf(lane.tenant), debt);
}

void QueueLanes::forget(std::uint32_t tenant)
{
    if (tenant < m_tenants.size())
        m_tenants[tenant] = {};
    for (Class &each : m_classes)
        each.ring.forget(tenant);
}

QueueLanes::Tenant &QueueLanes::tenantOf(std::uint32_t tenant)
{
    m_tenants.reach(tenant);
    return m_tenants[tenant];
}

Credit QueueLanes::perVisitOf(std::uint32_t tenant) const
{
    return creditPerVisit(m_quantum, m_tenants[tenant].weight);
}

} // namespace fairlead

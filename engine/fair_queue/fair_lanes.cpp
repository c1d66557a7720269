// SPDX-License-Identifier: Apache-2.0
#include "engine/fair_queue/fair_lanes.h"

#include <bit>

namespace fairlead {

namespace {
std::size_t indexOf(Priority priority)
{
    return static_cast<std::size_t>(priority);
}
} // namespace

void FairLanes::setQuantum(std::int64_t quantum)
{
    m_quantum = std::clamp<std::int64_t>(quantum, 1, costMax);
    for (const Priority priority : allPriorities) {
        m_classRing.setPerVisit(static_cast<DeficitRing::Id>(priority), perVisitOfClass(m_quantum, priority));
        Class &each = classOf(priority);
        each.ring.forEach([&](DeficitRing::Id lane) {
            each.ring.setPerVisit(lane, creditPerVisit(m_quantum, each.lanes[lane].first->tenant->weight));
        });
    }
}

void FairLanes::setWeight(LaneTenant &tenant, double weight)
{
    tenant.weight = weight;
    for (const Priority priority : allPriorities) {
        if (const std::uint32_t lane = tenant.lanes[indexOf(priority)]; lane != LaneTenant::none)
            classOf(priority).ring.setPerVisit(lane, creditPerVisit(m_quantum, weight));
    }
}

void FairLanes::setPaused(LaneTenant &tenant, bool isPaused)
{
    if (tenant.isPaused == isPaused)
        return;
    tenant.isPaused = isPaused;
    for (const Priority priority : allPriorities) {
        const std::uint32_t lane = tenant.lanes[indexOf(priority)];
        if (lane == LaneTenant::none)
            continue;
        if (isPaused)
            classOf(priority).ring.leave(lane);
        else
            classOf(priority).ring.join(lane, creditPerVisit(m_quantum, tenant.weight));
        updateClass(priority);
    }
}

// --- the waiting -----------------------------------------------------------------------------------------------------

void FairLanes::add(LaneItem &item)
{
    ++m_size;
    m_deadlines.add(item);
    Class &target = classOf(item.priority);
    std::uint32_t &lane = item.tenant->lanes[indexOf(item.priority)];
    item.next = nullptr;
    if (lane != LaneTenant::none) {
        item.previous = target.lanes[lane].last;
        item.previous->next = &item;
        target.lanes[lane].last = &item;
        return;
    }
    lane = openLane(target);
    item.previous = nullptr;
    target.lanes[lane] = {&item, &item};
    if (item.tenant->isPaused)
        return;
    target.ring.join(lane, creditPerVisit(m_quantum, item.tenant->weight));
    updateClass(item.priority);
}

void FairLanes::remove(LaneItem &item)
{
    unlink(item);
    Class &from = classOf(item.priority);
    if (from.lanes[item.tenant->lanes[indexOf(item.priority)]].first == nullptr)
        closeLane(from, item);
}

void FairLanes::unlink(LaneItem &item)
{
    Lane &lane = classOf(item.priority).lanes[item.tenant->lanes[indexOf(item.priority)]];
    (item.previous ? item.previous->next : lane.first) = item.next;
    (item.next ? item.next->previous : lane.last) = item.previous;
    m_deadlines.remove(item);
    --m_size;
}

std::uint32_t FairLanes::openLane(Class &target)
{
    if (target.freeLanes.empty()) {
        target.lanes.emplace_back();
        return static_cast<std::uint32_t>(target.lanes.size() - 1);
    }
    const std::uint32_t lane = target.freeLanes.back();
    target.freeLanes.pop_back();
    return lane;
}

void FairLanes::closeLane(Class &from, LaneItem &lastItem)
{
    std::uint32_t &lane = lastItem.tenant->lanes[indexOf(lastItem.priority)];
    if (from.ring.contains(lane))
        from.ring.leave(lane);
    from.freeLanes.push_back(lane);
    lane = LaneTenant::none;
    updateClass(lastItem.priority);
}

void FairLanes::updateClass(Priority priority)
{
    const auto id = static_cast<DeficitRing::Id>(priority);
    const bool isServable = classOf(priority).ring.size() > 0;
    if (isServable == m_classRing.contains(id))
        return;
    m_servable ^= 1U << id;
    if (isServable)
        m_classRing.join(id, perVisitOfClass(m_quantum, priority));
    else
        m_classRing.leave(id);
}

// --- turns -----------------------------------------------------------------------------------------------------------

LaneItem *FairLanes::takeNext()
{
    if (m_servable == 0)
        return nullptr;
    LaneItem &item = turn();
    unlink(item);
    Class &from = classOf(item.priority);
    const Credit cost = creditOf(item.cost);
    if (m_mode == PriorityMode::Weighted)
        m_classRing.pay(static_cast<DeficitRing::Id>(item.priority), cost);
    const std::uint32_t lane = item.tenant->lanes[indexOf(item.priority)];
    if (const LaneItem *next = from.lanes[lane].first) {
        from.ring.pay(lane, cost, creditOf(next->cost));
    } else {
        from.ring.pay(lane, cost);
        closeLane(from, item);
    }
    prefetchTurns(from);
    return &item;
}

/// Asks for the memory of the next three turns, each a step further on its way: ring and lane, item, tenant. With many
/// tenants each of these would be waited for.
void FairLanes::prefetchTurns(const Class &from)
{
    if (from.ring.size() < 4)
        return;
    const DeficitRing::Id first = from.ring.current();
    __builtin_prefetch(from.lanes[first].first->tenant, 1);
    const DeficitRing::Id second = from.ring.after(first);
    const char *item = reinterpret_cast<const char *>(from.lanes[second].first);
    __builtin_prefetch(item, 1);
    __builtin_prefetch(item + 64, 1);
    const DeficitRing::Id third = from.ring.after(second);
    __builtin_prefetch(&from.lanes[third]);
    from.ring.prefetch(from.ring.after(third));
}

LaneItem &FairLanes::turn()
{
    switch (m_mode) {
    case PriorityMode::Strict:
        break;
    case PriorityMode::Weighted:
        return turnIn(static_cast<Priority>(*m_classRing.select([this](DeficitRing::Id id) {
            return DeficitRing::Front {creditOf(turnIn(static_cast<Priority>(id)).cost)};
        })));
    }
    return turnIn(static_cast<Priority>(std::countr_zero(m_servable)));
}

LaneItem &FairLanes::turnIn(Priority priority)
{
    Class &from = classOf(priority);
    const auto lane =
        from.ring.select([&](DeficitRing::Id id) { return DeficitRing::Front {creditOf(from.lanes[id].first->cost)}; });
    return *from.lanes[*lane].first;
}

// --- victims ---------------------------------------------------------------------------------------------------------

const FairLanes::Lane *FairLanes::lowestLane(const LaneTenant &tenant, Priority priority) const
{
    for (std::size_t index = allPriorities.size(); index-- > indexOf(priority);) {
        if (tenant.lanes[index] != LaneTenant::none)
            return &m_classes[index].lanes[tenant.lanes[index]];
    }
    return nullptr;
}

LaneItem *FairLanes::oldestOf(const LaneTenant &tenant, Priority priority) const
{
    const Lane *lane = lowestLane(tenant, priority);
    return lane ? lane->first : nullptr;
}

LaneItem *FairLanes::newestOf(const LaneTenant &tenant, Priority priority) const
{
    const Lane *lane = lowestLane(tenant, priority);
    return lane ? lane->last : nullptr;
}

std::vector<LaneItem *> FairLanes::takeAll()
{
    std::vector<LaneItem *> all;
    all.reserve(m_size);
    for (std::size_t index = 0; index < m_classes.size(); ++index) {
        for (const Lane &lane : m_classes[index].lanes) {
            if (lane.first)
                lane.first->tenant->lanes[index] = LaneTenant::none;
            for (LaneItem *item = lane.first; item; item = item->next) {
                m_deadlines.remove(*item);
                all.push_back(item);
            }
        }
        m_classes[index] = {};
        updateClass(static_cast<Priority>(index));
    }
    m_size = 0;
    return all;
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/fair_queue/fair_lanes.h"

namespace fairlead {

FairLanes::FairLanes(PriorityMode mode)
    : m_mode(mode)
{
    for (Ring &ring : m_rings)
        ring.members().pool = &m_pool;
    setQuantum(m_quantum);
}

void FairLanes::setQuantum(std::int64_t quantum)
{
    m_quantum = std::clamp<std::int64_t>(quantum, 1, costMax);
    for (std::size_t index = 0; index < classCount; ++index)
        m_classRing.members()[index].perVisit = perVisitOfClass(m_quantum, allPriorities[index]);
    for (std::uint32_t number = 0; number < m_pool.end(); ++number) {
        if (m_pool[number].isTenant())
            updateVisits(number);
    }
}

// --- tenants ---------------------------------------------------------------------------------------------------------

std::uint32_t FairLanes::addTenant(std::uint64_t key, double weight)
{
    const std::uint32_t number = m_pool.add();
    m_pool[number].key = key;
    m_pool[number].firstClass = 0;
    setWeight(number, weight);
    return number;
}

void FairLanes::forgetTenant(std::uint32_t number)
{
    if (number < m_weights.size())
        m_weights[number] = {};
    m_pool.remove(number);
}

void FairLanes::setWeight(std::uint32_t number, double weight)
{
    if (weight != 1)
        m_weights.reach(number);
    if (number < m_weights.size())
        m_weights[number].value = weight;
    updateVisits(number);
}

/// Gives the lanes of a tenant the credit of its weight.
void FairLanes::updateVisits(std::uint32_t number)
{
    m_pool[number].perVisit = perVisitOf(number);
    if (number >= m_further.size())
        return;
    for (const Id id : m_further[number].ids) {
        if (id != noLane)
            m_pool[id].perVisit = m_pool[number].perVisit;
    }
}

void FairLanes::setPaused(std::uint32_t number, bool isPaused)
{
    if (m_pool[number].isPaused == isPaused)
        return;
    m_pool[number].isPaused = isPaused;
    for (std::size_t index = 0; index < classCount; ++index) {
        const Id id = laneOf(number, index);
        if (id == noLane || !m_pool[id].first)
            continue;
        if (!isPaused) {
            join(id, index);
            continue;
        }
        leave(id, index);
    }
}

// --- lanes -----------------------------------------------------------------------------------------------------------

/// noLane when there is none.
FairLanes::Id FairLanes::laneOf(std::uint32_t number, std::size_t index) const
{
    if (m_pool[number].firstClass == index)
        return number;
    return number < m_further.size() ? m_further[number].ids[index] : noLane;
}

/// The lane in a class that is not the tenant's first, made when there is none.
FairLanes::Id FairLanes::furtherLane(std::uint32_t number, std::size_t index)
{
    m_further.reach(number);
    Id &id = m_further[number].ids[index];
    if (id == noLane) {
        id = m_pool.add();
        m_pool[id].perVisit = m_pool[number].perVisit;
    }
    return id;
}

void FairLanes::remove(LaneItem &item)
{
    if (item.hasDeadline())
        m_deadlines.remove(item);
    --m_size;
    --m_pool[item.tenant].length;
    const Id id = laneOf(item.tenant, static_cast<std::size_t>(item.priority));
    ItemLane &lane = m_pool[id];
    (lane.first == &item ? lane.first : item.previous->next) = item.next;
    (item.next ? item.next->previous : lane.last) = item.previous;
    if (lane.first)
        return;
    if (m_pool[id].isIn()) // not paused
        leave(id, static_cast<std::size_t>(item.priority));
    if (id != item.tenant)
        closeFurther(id, item);
}

/// The end of an empty lane that is not its tenant's first.
void FairLanes::closeFurther(Id id, const LaneItem &lastItem)
{
    m_further[lastItem.tenant].ids[static_cast<std::size_t>(lastItem.priority)] = noLane;
    m_pool.remove(id);
}

void FairLanes::leave(Id id, std::size_t index)
{
    m_rings[index].leave(id);
    if (m_rings[index].size() == 0)
        noteEmpty(index);
}

/// A class has nothing to serve any more.
void FairLanes::noteEmpty(std::size_t index)
{
    m_servable &= ~(1U << index);
    m_classRing.leave(static_cast<Id>(index));
}

std::vector<LaneItem *> FairLanes::items() const
{
    std::vector<LaneItem *> all;
    all.reserve(m_size);
    for (Id id = 0; id < m_pool.end(); ++id) {
        for (LaneItem *item = m_pool[id].first; item; item = item->next)
            all.push_back(item);
    }
    return all;
}

std::size_t FairLanes::weightedTurn()
{
    return *m_classRing.select(
        [this](Id id) { return ClassRing::Front {m_pool[turnIn(m_rings[id])].first->cost * creditPerCost}; });
}

// --- victims ---------------------------------------------------------------------------------------------------------

const ItemLane *FairLanes::lowestLane(std::uint32_t number, Priority priority) const
{
    for (std::size_t index = classCount; index-- > static_cast<std::size_t>(priority);) {
        const Id id = laneOf(number, index);
        if (id != noLane && m_pool[id].first)
            return &m_pool[id];
    }
    return nullptr;
}

LaneItem *FairLanes::oldestOf(std::uint32_t number, Priority priority) const
{
    const ItemLane *lane = lowestLane(number, priority);
    return lane ? lane->first : nullptr;
}

LaneItem *FairLanes::newestOf(std::uint32_t number, Priority priority) const
{
    const ItemLane *lane = lowestLane(number, priority);
    return lane ? lane->last : nullptr;
}

} // namespace fairlead

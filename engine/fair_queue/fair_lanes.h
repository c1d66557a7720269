// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/fair_queue/fair_queue_settings.h"
#include "engine/fair_queue/lane_pool.h"
#include "engine/fair_queue/steady_vector.h"

#include <bit>

namespace fairlead {

/// The tenants of an in-memory queue and their waiting items: decides which class, then which tenant of it is next.
/// Strict: the highest class with an item that may be served. Weighted: classes share cost as 20/10/5/2/1. Inside a
/// class: deficit round robin over the lanes of tenants. Threads: one. Borrows items.
class FairLanes
{
public:
    explicit FairLanes(PriorityMode mode);

    /// 1 to costMax; a value outside counts as the nearest. Takes effect at the next visits.
    void setQuantum(std::int64_t quantum);

    /// A new tenant's number; `key` is the owner's.
    std::uint32_t addTenant(std::uint64_t key, double weight);
    /// REQUIRES: nothing of it waits.
    void forgetTenant(std::uint32_t number);
    LaneTenant &tenant(std::uint32_t number) { return m_pool[number]; }
    const LaneTenant &tenant(std::uint32_t number) const { return m_pool[number]; }
    /// Every tenant has a smaller number.
    std::uint32_t numbersEnd() const { return m_pool.end(); }
    /// REQUIRES: passes checkWeight.
    void setWeight(std::uint32_t number, double weight);
    double weightOf(std::uint32_t number) const { return number < m_weights.size() ? m_weights[number].value : 1; }
    /// A paused tenant keeps its items and gets no credit.
    void setPaused(std::uint32_t number, bool isPaused);

    /// REQUIRES: tenant, cost and priority are set; not in.
    void add(LaneItem &item, const std::optional<MonotonicTime> &deadline);
    /// REQUIRES: in.
    void remove(LaneItem &item);
    /// Takes out the item whose turn it is and charges its lane; null when none may be served.
    LaneItem *takeNext();
    std::size_t size() const { return m_size; }
    const DeadlineHeap &deadlines() const { return m_deadlines; }
    /// The oldest or the newest item of the tenant's lowest class that is not above `priority`; null when there is
    /// none.
    LaneItem *oldestOf(std::uint32_t number, Priority priority) const;
    LaneItem *newestOf(std::uint32_t number, Priority priority) const;
    /// All that are in, in no order.
    std::vector<LaneItem *> items() const;

private:
    using Id = TurnOrder::Id;
    using Ring = DeficitRoundRobin<PooledLanes>;
    static constexpr std::size_t classCount = allPriorities.size();
    using ClassRing = DeficitRoundRobin<std::array<RingMember, classCount>>;
    static constexpr Id noLane = TurnOrder::none;
    static constexpr std::uint32_t lanesAhead = 8; ///< turns
    static constexpr std::uint32_t itemsAhead = 4;
    /// The lanes of a tenant by class but for its first one.
    struct FurtherLanes
    {
        std::array<Id, classCount> ids {noLane, noLane, noLane, noLane, noLane};
    };
    struct Weight
    {
        double value = 1;
    };

    std::size_t turn()
    {
        return m_mode == PriorityMode::Strict ? static_cast<std::size_t>(std::countr_zero(m_servable)) : weightedTurn();
    }
    std::size_t weightedTurn();
    /// REQUIRES: the ring is not empty.
    Id turnIn(Ring &ring)
    {
        return ring.selectOrNone([this](Id id) { return Ring::Front {m_pool[id].first->cost * creditPerCost}; });
    }
    Credit perVisitOf(std::uint32_t number) const { return creditPerVisit(m_quantum, weightOf(number)); }
    Id laneOf(std::uint32_t number, std::size_t index) const;
    Id furtherLane(std::uint32_t number, std::size_t index);
    void updateVisits(std::uint32_t number);
    void join(Id id, std::size_t index, bool mayBeServed = true);
    void leave(Id id, std::size_t index);
    void closeFurther(Id id, const LaneItem &lastItem);
    void noteEmpty(std::size_t index);
    void prefetchTurns(const Ring &ring) const;
    const ItemLane *lowestLane(std::uint32_t number, Priority priority) const;

    const PriorityMode m_mode;
    std::int64_t m_quantum = 1;
    LanePool m_pool;
    SteadyVector<Weight> m_weights; ///< by number; beyond its end: 1
    SteadyVector<FurtherLanes> m_further; ///< by number; beyond its end: none
    std::array<Ring, classCount> m_rings; ///< of lanes that may be served, by class
    std::uint32_t m_servable = 0; ///< a bit for each ring with a lane in it, lowest = Critical
    ClassRing m_classRing; ///< of these classes
    DeadlineHeap m_deadlines;
    LaneItem m_nothing; ///< stands for the last item of an empty lane
    std::size_t m_size = 0;
};

inline void FairLanes::add(LaneItem &item, const std::optional<MonotonicTime> &deadline)
{
    ++m_size;
    if (deadline) [[unlikely]]
        m_deadlines.add(item, *deadline);
    const auto index = static_cast<std::uint8_t>(item.priority);
    Id id = item.tenant;
    LaneTenant &tenant = m_pool[id];
    const bool isPaused = tenant.isPaused;
    if (tenant.firstClass != index) [[unlikely]] {
        if (tenant.length == 0)
            tenant.firstClass = index;
        else
            id = furtherLane(item.tenant, index);
    }
    ++m_pool[item.tenant].length;
    // The same steps whether it is the first or not, since processors guess badly which it will be.
    ItemLane &lane = m_pool[id];
    LaneItem *const last = lane.first ? lane.last : &m_nothing;
    item.next = nullptr;
    item.previous = last;
    last->next = &item;
    lane.last = &item;
    lane.first = lane.first ? lane.first : &item;
    join(id, index, !isPaused);
}

inline LaneItem *FairLanes::takeNext()
{
    if (m_servable == 0)
        return nullptr;
    const std::size_t index = turn();
    Ring &ring = m_rings[index];
    const Id id = turnIn(ring);
    LaneTenant &lane = m_pool[id];
    LaneItem &item = *lane.first;
    if (item.hasDeadline()) [[unlikely]]
        m_deadlines.remove(item);
    --m_size;
    LaneTenant &tenant = id == item.tenant ? lane : m_pool[item.tenant];
    --tenant.length;
    tenant.servedCost += item.cost;
    const Credit cost = item.cost * creditPerCost;
    if (m_mode == PriorityMode::Weighted) [[unlikely]]
        m_classRing.pay(static_cast<Id>(index), cost);
    lane.first = item.next;
    lane.deficit -= cost;
    const bool stays = lane.first != nullptr;
    // No item costs less than 1, so the next one is not looked at for the usual quantum.
    if (lane.deficit < creditPerCost || !stays || lane.deficit < lane.first->cost * creditPerCost) [[likely]]
        ring.endVisit(stays);
    if (ring.size() == 0) [[unlikely]]
        noteEmpty(index);
    if (id != item.tenant && !stays) [[unlikely]]
        closeFurther(id, item);
    prefetchTurns(ring);
    return &item;
}

/// Asks for the memory of the turns that come soon: lanes first, then their items. With many tenants each of these
/// would be waited for.
inline void FairLanes::prefetchTurns(const Ring &ring) const
{
    if (const Id lane = ring.ahead(lanesAhead); lane != noLane)
        __builtin_prefetch(&m_pool[lane], 1);
    if (const Id lane = ring.ahead(itemsAhead); lane != noLane)
        __builtin_prefetch(m_pool[lane].first, 1);
}

/// Lets a lane with items take part in its class; does nothing when it does already, or may not.
inline void FairLanes::join(Id id, std::size_t index, bool mayBeServed)
{
    m_rings[index].join(id, mayBeServed);
    if ((m_servable & (1U << index)) == 0 && m_rings[index].size() > 0) [[unlikely]] {
        m_servable |= 1U << index;
        m_classRing.join(static_cast<Id>(index));
    }
}

} // namespace fairlead

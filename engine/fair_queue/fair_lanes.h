// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/settings.h"
#include "engine/fair_queue/deadline_heap.h"
#include "engine/fair_queue/deficit_ring.h"

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

namespace fairlead {

struct LaneTenant;

/// What scheduling knows of an item that waits in memory; the owner's type derives from it.
struct LaneItem : DeadlineHeap::Entry
{
    Priority priority = Priority::Normal;
    LaneItem *previous = nullptr;
    LaneItem *next = nullptr;
    LaneTenant *tenant = nullptr;
    std::int64_t cost = 1; ///< 1 to costMax
};

/// What scheduling knows of a tenant; the owner's type derives from it. One with nothing waiting has no lane and no
/// credit: forgetting it changes nothing.
struct LaneTenant
{
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
    double weight = 1; ///< change it with FairLanes::setWeight
    std::array<std::uint32_t, allPriorities.size()> lanes {none, none, none, none, none};
    bool isPaused = false; ///< change it with FairLanes::setPaused
};

/// The waiting items of an in-memory queue: decides which class, then which tenant of it is next. Strict: the highest
/// class with something to serve. Weighted: classes share cost as 20/10/5/2/1. Inside a class: DeficitRing over
/// tenants. Links items that others own; a lane exists only while something waits in it. Threads: one. Borrows items
/// and tenants.
class FairLanes
{
public:
    /// 1 to costMax; what lies outside counts as the nearest. Takes effect at the next visits.
    void setQuantum(std::int64_t quantum);
    void setPriorityMode(PriorityMode mode) { m_mode = mode; }
    /// REQUIRES: passes checkWeight.
    void setWeight(LaneTenant &tenant, double weight);
    /// A paused tenant keeps its items and gets no credit.
    void setPaused(LaneTenant &tenant, bool isPaused);

    /// REQUIRES: tenant, cost and priority are set; not in.
    void add(LaneItem &item);
    /// REQUIRES: in.
    void remove(LaneItem &item);
    /// Takes out the item whose turn it is and charges its lane; null when nothing may be served.
    LaneItem *takeNext();

    std::size_t size() const { return m_size; }
    const DeadlineHeap &deadlines() const { return m_deadlines; }
    /// The oldest or the newest item of the tenant's lowest class that is not above `priority`; null when there is
    /// none.
    LaneItem *oldestOf(const LaneTenant &tenant, Priority priority) const;
    LaneItem *newestOf(const LaneTenant &tenant, Priority priority) const;
    /// Takes everything out, paused or not.
    std::vector<LaneItem *> takeAll();

private:
    struct Lane
    {
        LaneItem *first = nullptr;
        LaneItem *last = nullptr;
    };
    struct Class
    {
        DeficitRing ring; ///< of lanes that may be served
        std::vector<Lane> lanes;
        std::vector<std::uint32_t> freeLanes;
    };
    Class &classOf(Priority priority) { return m_classes[static_cast<std::size_t>(priority)]; }
    const Class &classOf(Priority priority) const { return m_classes[static_cast<std::size_t>(priority)]; }
    LaneItem &turnIn(Priority priority);
    LaneItem &turn();
    const Lane *lowestLane(const LaneTenant &tenant, Priority priority) const;
    std::uint32_t openLane(Class &target);
    void closeLane(Class &from, LaneItem &lastItem);
    void unlink(LaneItem &item);
    void updateClass(Priority priority);
    static void prefetchTurns(const Class &from);

    std::int64_t m_quantum = 1;
    PriorityMode m_mode = PriorityMode::Strict;
    std::array<Class, allPriorities.size()> m_classes;
    std::uint32_t m_servable = 0; ///< a bit for each class with something to serve, lowest = Critical
    DeficitRing m_classRing; ///< of classes with something to serve
    DeadlineHeap m_deadlines;
    std::size_t m_size = 0;
};

} // namespace fairlead

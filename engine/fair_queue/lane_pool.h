// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/priority.h"
#include "engine/fair_queue/deadline_heap.h"
#include "engine/fair_queue/deficit_round_robin.h"
#include "engine/fair_queue/page_memory.h"

namespace fairlead {

/// The scheduling state of an item that waits in memory; the owner's type derives from it.
struct LaneItem : DeadlineHeap::Entry
{
    std::uint32_t tenant = 0; ///< number
    LaneItem *previous = nullptr; ///< of the first in its lane: anything
    LaneItem *next = nullptr;
    std::int64_t cost = 1; ///< 1 to costMax
    Priority priority = Priority::Normal;
};

/// The waiting items of one tenant in one class.
struct ItemLane : RingMember
{
    LaneItem *first = nullptr; ///< null: nothing waits, and the lane is in no ring
    LaneItem *last = nullptr; ///< of a lane with a first one
};

/// A tenant of a queue in memory with its first lane: all that an item of it touches there, in one cache line. The
/// further lanes of a tenant with items in several classes are records of their own.
struct alignas(64) LaneTenant : ItemLane
{
    static constexpr std::uint8_t noClass = 0xff;

    std::uint64_t key = 0; ///< the owner's: its name, or a hash of it
    std::int64_t servedCost = 0; ///< the sum of delivered costs; wraps around
    std::uint32_t length = 0; ///< items that wait, in all classes
    std::uint8_t firstClass = noClass; ///< of the lane in this record; noClass: the record is free or a further lane
    bool isPaused = false;
    bool isListed = false; ///< the owner's
    bool isKept = false; ///< the owner's
    bool isTenant() const { return firstClass != noClass; }
};
static_assert(sizeof(LaneTenant) == 64);

/// The records of tenants and lanes, by number. Numbers are small and are used again. Threads: one.
class LanePool
{
public:
    LaneTenant &operator[](std::uint32_t number) { return m_records[number]; }
    const LaneTenant &operator[](std::uint32_t number) const { return m_records[number]; }
    /// Every record has a smaller number.
    std::uint32_t end() const { return m_end; }
    /// The number of a record as new. References to others are valid no more.
    std::uint32_t add();
    void remove(std::uint32_t number);

private:
    static constexpr std::size_t firstBytes = 16 * 1024;

    PageMemory m_memory = pageMemory(firstBytes);
    LaneTenant *m_records = reinterpret_cast<LaneTenant *>(m_memory.get());
    std::uint32_t m_end = 0;
    std::vector<std::uint32_t> m_free;
};

/// The records as members of a ring.
struct PooledLanes
{
    LanePool *pool = nullptr;
    LaneTenant &operator[](std::uint32_t number) const { return (*pool)[number]; }
};

} // namespace fairlead

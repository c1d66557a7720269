// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/fair_queue/lane_pool.h"
#include "engine/fair_queue/wait_clock.h"

#include <new>

namespace fairlead {

/// A place for one value, used again and again; chained by `next` while it is free. With a value of at most eight bytes
/// it is one cache line.
template <typename T>
struct alignas(sizeof(T) <= 8 ? 64 : alignof(T)) FairQueueItem : LaneItem
{
    FairQueueItem() { }
    ~FairQueueItem() { }
    FairQueueItem(const FairQueueItem &) = delete;
    FairQueueItem &operator=(const FairQueueItem &) = delete;

    std::uint64_t ticket = 0; ///< of the item that is in it; 0: none
    WaitClock::Ticks enqueued = 0; ///< of queues that measure waits
    union {
        T value; ///< exists while the ticket is not 0
    };
};

/// The places for the items of a FairQueue. Memory is used again, and given back at the end. Threads: one.
template <typename T>
class FairQueueItems
{
public:
    using Item = FairQueueItem<T>;

    /// A free place. The caller makes the value and sets all of the item.
    Item &allocate()
    {
        if (m_free) [[likely]] {
            Item &item = *m_free;
            m_free = static_cast<Item *>(item.next);
            return item;
        }
        if (m_next == m_end)
            grow();
        return *new (m_next++) Item;
    }
    /// Ends the value. REQUIRES: in no lane.
    void release(Item &item)
    {
        item.value.~T();
        item.ticket = 0;
        item.next = m_free;
        m_free = &item;
    }

private:
    /// Large items have memory of their own.
    static constexpr bool isLarge = sizeof(Item) > PieceSource::pieceBytes / 16 ? true : alignof(Item) > 64;
    struct alignas(alignof(Item)) Large
    {
        std::byte bytes[sizeof(Item)];
    };

    void grow()
    {
        std::size_t count = PieceSource::pieceBytes / sizeof(Item);
        if constexpr (isLarge) {
            count = 16;
            m_large.push_back(std::make_unique<Large[]>(count));
            m_next = reinterpret_cast<Item *>(m_large.back().get());
        } else {
            m_next = reinterpret_cast<Item *>(m_memory.piece());
        }
        m_end = m_next + count;
    }

    PieceSource m_memory;
    std::vector<std::unique_ptr<Large[]>> m_large;
    Item *m_free = nullptr;
    Item *m_next = nullptr; ///< the first place that was never used, up to m_end
    Item *m_end = nullptr;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <mutex>
#include <optional>

namespace fairlead {

/// The peer of FairQueue: one queue, one mutex, no tenants. Threads: any.
class PlainFifo
{
public:
    struct Item
    {
        std::uint32_t tenant = 0;
        std::uint32_t value = 0;
        MonotonicTime enqueued;
        MonotonicTime deadline = MonotonicTime::max();
    };
    PlainFifo(const Clock &clock, std::size_t lengthMax)
        : m_clock(clock)
        , m_lengthMax(lengthMax)
    {
    }
    bool put(Item item)
    {
        item.enqueued = m_clock.monotonicNow();
        {
            const std::scoped_lock lock(m_mutex);
            if (m_isClosed || m_items.size() >= m_lengthMax)
                return false;
            m_items.push_back(item);
        }
        m_changed.notify_one();
        return true;
    }
    std::optional<Item> tryTake()
    {
        const std::scoped_lock lock(m_mutex);
        return pop();
    }
    /// Waits; empty when closed.
    std::optional<Item> take()
    {
        std::unique_lock lock(m_mutex);
        while (true) {
            m_changed.wait(lock, [this] { return m_isClosed || !m_items.empty(); });
            if (m_isClosed)
                return std::nullopt;
            if (auto item = pop())
                return item;
        }
    }
    void close()
    {
        const std::scoped_lock lock(m_mutex);
        m_isClosed = true;
        m_changed.notify_all();
    }
    std::uint64_t expired()
    {
        const std::scoped_lock lock(m_mutex);
        return m_expired;
    }

private:
    std::optional<Item> pop()
    {
        const MonotonicTime now = m_clock.monotonicNow();
        while (!m_items.empty()) {
            const Item item = m_items.front();
            m_items.pop_front();
            if (item.deadline >= now)
                return item;
            ++m_expired;
        }
        return std::nullopt;
    }

    const Clock &m_clock;
    const std::size_t m_lengthMax;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<Item> m_items;
    std::uint64_t m_expired = 0;
    bool m_isClosed = false;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/thread_annotations.h"

#include <cassert>
#include <cstddef>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

namespace fairlead {

/// The only way for values to cross threads: a bounded vector under a mutex, emptied in batches. The wake-up is called
/// once per batch, by the put that found the mailbox empty, with no lock held; in the engine it posts one queued
/// signal to the owner's event loop. Std only, so that ThreadSanitizer sees all of it.
///
/// Threads: any may put; one (the owner) drains.
template <typename T>
class Mailbox
{
public:
    /// REQUIRES: bound >= 1; `wake` may be called from any thread until the mailbox is closed.
    Mailbox(std::size_t bound, std::function<void()> wake)
        : m_bound(bound)
        , m_wake(std::move(wake))
    {
        assert(bound >= 1);
    }

    /// Takes the value, or leaves it untouched and answers false when the mailbox is full or closed.
    [[nodiscard]] bool tryPut(T &&value)
    {
        return tryPut(std::move(value), [] {});
    }
    /// Calls `meanwhile` when the value is in and the owner not yet woken for it: waking takes long.
    template <typename Meanwhile>
    [[nodiscard]] bool tryPut(T &&value, const Meanwhile &meanwhile)
    {
        bool isToWake = false;
        {
            const MutexLock lock(m_mutex);
            if (m_closed || m_items.size() >= m_bound)
                return false;
            m_items.push_back(std::move(value));
            isToWake = !std::exchange(m_woken, true);
        }
        meanwhile();
        if (isToWake)
            m_wake();
        return true;
    }

    /// Swaps what waits into `batch`, oldest first. REQUIRES: `batch` is empty.
    void drain(std::vector<T> &batch)
    {
        assert(batch.empty());
        const MutexLock lock(m_mutex);
        batch.swap(m_items);
        m_woken = false;
    }

    /// The owner takes the oldest; empty when none waits. No wake-up comes for the rest: the owner asks until it is
    /// empty.
    std::optional<T> takeOldest()
    {
        const MutexLock lock(m_mutex);
        if (m_items.empty()) {
            m_woken = false;
            return std::nullopt;
        }
        T oldest = std::move(m_items.front());
        m_items.erase(m_items.begin());
        return oldest;
    }

    /// Anyone takes the newest back; empty when none waits.
    std::optional<T> takeNewest()
    {
        const MutexLock lock(m_mutex);
        if (m_items.empty())
            return std::nullopt;
        T newest = std::move(m_items.back());
        m_items.pop_back();
        return newest;
    }

    /// Refuses everything from now on; what waits can still be drained.
    void close()
    {
        const MutexLock lock(m_mutex);
        m_closed = true;
    }

    std::size_t size() const
    {
        const MutexLock lock(m_mutex);
        return m_items.size();
    }

private:
    const std::size_t m_bound;
    const std::function<void()> m_wake;
    mutable Mutex m_mutex;
    std::vector<T> m_items GUARDED_BY(m_mutex);
    bool m_woken GUARDED_BY(m_mutex) = false; ///< a wake-up is under way
    bool m_closed GUARDED_BY(m_mutex) = false;
};

} // namespace fairlead

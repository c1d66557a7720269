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

/// The only way for values to cross threads: a bounded vector under a mutex, emptied in batches. `wake` is called once
/// for each batch, by the put that found the mailbox empty, with no lock held. In the engine it posts one queued signal
/// to the owner's event loop. The class uses only std, so that ThreadSanitizer sees all of it.
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

    /// Puts the value in. Returns false and leaves it untouched when the mailbox is full or closed.
    [[nodiscard]] bool tryPut(T &&value)
    {
        return tryPut(std::move(value), [] {});
    }
    /// Calls `meanwhile` after the value is in and before the owner is woken, because waking takes long.
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

    /// Moves the waiting values into `batch`, oldest first. REQUIRES: `batch` is empty.
    void drain(std::vector<T> &batch)
    {
        assert(batch.empty());
        const MutexLock lock(m_mutex);
        batch.swap(m_items);
        m_woken = false;
    }

    /// Takes the oldest value; empty when none waits. For the owner, which must call it until it is empty: there is no
    /// wake-up for the rest.
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

    /// Takes back the newest value; empty when none waits. For any thread.
    std::optional<T> takeNewest()
    {
        const MutexLock lock(m_mutex);
        if (m_items.empty())
            return std::nullopt;
        T newest = std::move(m_items.back());
        m_items.pop_back();
        return newest;
    }

    /// Refuses all further values. Those that wait can still be drained.
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

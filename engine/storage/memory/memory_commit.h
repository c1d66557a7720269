// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/memory/memory_state.h"

namespace fairlead {

/// One life of a store in memory: the parts that its session and its ports share. Threads: one.
struct MemoryLife
{
    std::shared_ptr<MemoryState> state;
    Incarnation incarnation {};
    bool isInCommit = false;
};

/// Gives a verb access to the state and holds its mutex meanwhile. Inside an enclosing commit, that commit holds the
/// mutex. Threads: one.
class MemoryCommit
{
public:
    explicit MemoryCommit(MemoryLife &life)
        : m_state(*life.state)
    {
        if (!life.isInCommit)
            m_lock = std::unique_lock(m_state.mutex);
    }
    /// For a verb that was given the time.
    MemoryCommit(MemoryLife &life, TimePoint now)
        : MemoryCommit(life)
    {
        m_state.latestNow = std::max(m_state.latestNow, now);
    }
    ~MemoryCommit()
    {
        if (m_lock.owns_lock())
            m_state.keepChanges();
    }
    MemoryCommit(const MemoryCommit &) = delete;
    MemoryCommit &operator=(const MemoryCommit &) = delete;

    MemoryState &operator*() const { return m_state; }
    MemoryState *operator->() const { return &m_state; }

private:
    MemoryState &m_state;
    std::unique_lock<std::mutex> m_lock;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/memory_store.h"

namespace fairlead {

/// Holds the state's mutex for one verb, or does nothing inside an enclosing commit, which holds it already.
class MemoryStore::Commit
{
public:
    explicit Commit(MemoryStore &store)
        : m_store(store)
    {
        if (!store.m_isInCommit)
            m_lock = std::unique_lock(store.m_state->mutex);
    }
    ~Commit()
    {
        if (m_lock.owns_lock())
            m_store.m_state->keepChanges();
    }
    Commit(const Commit &) = delete;
    Commit &operator=(const Commit &) = delete;

private:
    MemoryStore &m_store;
    std::unique_lock<std::mutex> m_lock;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/store_writer.h"

namespace fairlead {

/// A store queue that answers at once. Each task is a commit of its own. Threads: one.
class DirectStoreQueue : public StoreQueue
{
public:
    explicit DirectStoreQueue(StoreSession &store)
        : m_store(store)
    {
    }
    void submit(StoreTask task) override
    {
        task.done(m_store.inOneCommit([&] { return task.work(m_store); }));
    }

private:
    StoreSession &m_store;
};

} // namespace fairlead

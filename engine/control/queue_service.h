// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/dispatcher_thread.h"

namespace fairlead {

/// Changes queues. Kept over restarts. Threads: any.
class QueueService
{
public:
    /// All outlive it.
    QueueService(const SettingsInForce &settings, StoreQueue &store, DispatcherThread &dispatcher)
        : m_settings(settings)
        , m_store(store)
        , m_dispatcher(dispatcher)
    {
    }

    /// A number of workers by hand, until it is released (empty). Fails with Invalid, or NotFound.
    void scale(const QueueName &queue, std::optional<int> workers, Answer<bool> answer);

private:
    Result<> check(const QueueName &name, std::optional<int> workers) const;

    const SettingsInForce &m_settings;
    StoreQueue &m_store;
    DispatcherThread &m_dispatcher;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/dispatcher_thread.h"

namespace fairlead {

/// Sets the number of workers of queues. It is kept over restarts. Threads: any.
class QueueService
{
public:
    /// All arguments must outlive it.
    QueueService(const SettingsInForce &settings, StoreQueue &store, DispatcherThread &dispatcher)
        : m_settings(settings)
        , m_store(store)
        , m_dispatcher(dispatcher)
    {
    }

    /// Sets the number of workers by hand. An empty number releases it. Fails with Invalid, or NotFound.
    void scale(const QueueName &queue, std::optional<int> workers, Answer<bool> answer);

private:
    Result<> check(const QueueName &name, std::optional<int> workers) const;

    const SettingsInForce &m_settings;
    StoreQueue &m_store;
    DispatcherThread &m_dispatcher;
};

} // namespace fairlead

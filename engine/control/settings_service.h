// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/intake.h"
#include "engine/control/service_stacks.h"
#include "engine/dispatch/worker_pool.h"

namespace fairlead {

/// Puts new settings in force. Threads: any.
class SettingsService
{
public:
    /// All arguments must outlive it.
    SettingsService(SettingsInForce &settings, StoreQueue &store, DispatcherThread &dispatcher, Intake &intake,
        ServiceStacks &stacks, WorkerPool &workers)
        : m_settings(settings)
        , m_store(store)
        , m_dispatcher(dispatcher)
        , m_intake(intake)
        , m_stacks(stacks)
        , m_workers(workers)
    {
    }

    std::shared_ptr<const Settings> now() const { return m_settings.now(); }
    /// Replaces the queues, limits, plans and tenants by those of the configuration, and the handlers by these: one for
    /// each queue that runs here. Runs under way end as they began. Answers with the tenants for which an operator's
    /// settings hold instead. REQUIRES: the other settings are as at the start.
    void replace(
        const EngineSettings &settings, const ServiceStacks::Handlers &handlers, Answer<std::set<TenantName>> answer);

    /// Changes the limits that an operator set for a queue, at once and over restarts. Fails with Invalid, or NotFound.
    void setLimits(const QueueName &queue, const QueuePatch &patch, Answer<bool> answer);
    /// Keeps the settings of a queue that a call made, over restarts; empty forgets them, and the limits that operators
    /// set for the queue. `replace` follows. Answers on the store's thread.
    void keep(const QueueName &queue, const std::optional<std::string> &settings, Answer<bool> answer);

private:
    void takeOver(const ServiceStacks::Handlers &handlers, const Answer<std::set<TenantName>> &answer);
    void removeServices(std::vector<QueueName> removed);

    SettingsInForce &m_settings;
    StoreQueue &m_store;
    DispatcherThread &m_dispatcher;
    Intake &m_intake;
    ServiceStacks &m_stacks;
    WorkerPool &m_workers;
    Mutex m_mutex; ///< services are made and removed in the order of the settings
};

} // namespace fairlead

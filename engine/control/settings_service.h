// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/intake.h"
#include "engine/control/service_stacks.h"

namespace fairlead {

/// Puts new settings in force. Threads: any.
class SettingsService
{
public:
    /// All arguments must outlive it.
    SettingsService(SettingsInForce &settings, StoreQueue &store, DispatcherThread &dispatcher, Intake &intake,
        ServiceStacks &stacks)
        : m_settings(settings)
        , m_store(store)
        , m_dispatcher(dispatcher)
        , m_intake(intake)
        , m_stacks(stacks)
    {
    }

    std::shared_ptr<const Settings> now() const { return m_settings.now(); }
    /// Replaces limits, weights, plans and tenants by those of the configuration. Answers with the tenants for which an
    /// operator's settings hold instead. REQUIRES: the queues and all other settings are as at the start.
    void replace(const EngineSettings &settings, Answer<std::set<TenantName>> answer);

private:
    SettingsInForce &m_settings;
    StoreQueue &m_store;
    DispatcherThread &m_dispatcher;
    Intake &m_intake;
    ServiceStacks &m_stacks;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/dispatcher_thread.h"

namespace fairlead {

/// Sets the limits of tenants. They are kept over restarts and override the configuration. Threads: any.
class TenantService
{
public:
    /// All arguments must outlive it.
    TenantService(SettingsInForce &settings, const Clock &clock, StoreQueue &store, DispatcherThread &dispatcher)
        : m_settings(settings)
        , m_clock(clock)
        , m_store(store)
        , m_dispatcher(dispatcher)
    {
    }

    /// Fails with Invalid for a value out of range, with NotFound for an unknown plan.
    void set(const TenantName &tenant, const TenantPatch &patch, Answer<TenantSettings> answer);

private:
    SettingsInForce &m_settings;
    const Clock &m_clock;
    StoreQueue &m_store;
    DispatcherThread &m_dispatcher;
};

} // namespace fairlead

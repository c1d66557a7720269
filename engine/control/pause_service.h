// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/dispatcher_thread.h"

namespace fairlead {

/// Pauses and resumes the engine, queues and tenants. Pauses are kept over restarts. Threads: any.
class PauseService
{
public:
    /// All arguments must outlive it.
    PauseService(const SettingsInForce &settings, const Clock &clock, StoreQueue &store, DispatcherThread &dispatcher)
        : m_settings(settings)
        , m_clock(clock)
        , m_store(store)
        , m_dispatcher(dispatcher)
    {
    }

    /// Fails with NotFound for an unknown queue.
    void pause(const Scope &scope, const std::string &who, const std::string &why, Answer<Pause> answer);
    /// True when the scope was paused. A queue that is gone may have left a pause; without one, an unknown queue fails
    /// with NotFound.
    void resume(const Scope &scope, Answer<bool> answer);

private:
    Result<> check(const Scope &scope) const;

    const SettingsInForce &m_settings;
    const Clock &m_clock;
    StoreQueue &m_store;
    DispatcherThread &m_dispatcher;
};

} // namespace fairlead

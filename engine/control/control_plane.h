// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/machinery.h"

namespace fairlead {

/// An operator's levers: pause, resume, tenants' settings. Kept over restarts. Threads: any.
class ControlPlane
{
public:
    explicit ControlPlane(Machinery &machinery)
        : m_machinery(machinery)
    {
    }

    /// Fails with NotFound for an unknown queue.
    void pause(const Scope &scope, const std::string &who, const std::string &why, Answer<Pause> answer);
    /// True when the scope was paused.
    void resume(const Scope &scope, Answer<bool> answer);
    /// A number of workers by hand, until it is released (empty) or the engine ends. Fails with Invalid, or NotFound.
    void scaleQueue(const QueueName &queue, std::optional<int> workers, Answer<bool> answer);
    /// Fails with Invalid for a value out of range, with NotFound for an unknown plan.
    void setTenant(const TenantName &tenant, const TenantPatch &patch, Answer<TenantSettings> answer);
    /// What the configuration says now: limits, weights, plans and tenants. Answers with the tenants of whom an
    /// operator's word counts instead. REQUIRES: the queues and all else are as at the start.
    void configure(const EngineSettings &settings, Answer<std::set<TenantName>> answer);

private:
    Result<> checkScope(const Scope &scope) const;

    Machinery &m_machinery;
};

} // namespace fairlead

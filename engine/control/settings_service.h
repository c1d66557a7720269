// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/machinery.h"

namespace fairlead {

/// Puts new settings in force. Threads: any.
class SettingsService
{
public:
    explicit SettingsService(Machinery &machinery)
        : m_machinery(machinery)
    {
    }

    /// Limits, weights, plans and tenants of the configuration. Answers with the tenants of whom an operator's word
    /// counts instead. REQUIRES: the queues and all else are as at the start.
    void replace(const EngineSettings &settings, Answer<std::set<TenantName>> answer);

private:
    Machinery &m_machinery;
};

} // namespace fairlead

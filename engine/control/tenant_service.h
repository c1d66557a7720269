// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/machinery.h"

namespace fairlead {

/// Changes the settings of tenants. Kept over restarts, before those of the configuration. Threads: any.
class TenantService
{
public:
    explicit TenantService(Machinery &machinery)
        : m_machinery(machinery)
    {
    }

    /// Fails with Invalid for a value out of range, with NotFound for an unknown plan.
    void set(const TenantName &tenant, const TenantPatch &patch, Answer<TenantSettings> answer);

private:
    Machinery &m_machinery;
};

} // namespace fairlead

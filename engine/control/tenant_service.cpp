// SPDX-License-Identifier: Apache-2.0
#include "engine/control/tenant_service.h"

namespace fairlead {

void TenantService::set(const TenantName &tenant, const TenantPatch &patch, Answer<TenantSettings> answer)
{
    if (const Result<> valid = checkRules(patch.rules); !valid) {
        answer(failure(valid.error()));
        return;
    }
    askAsCaller<TenantSettings>(
        m_store, 1,
        [this, tenant, patch](StoreSession &store) -> Result<TenantSettings> {
            const std::shared_ptr<const Settings> now = m_settings.now();
            if (patch.plan && !patch.plan->empty() && !now->engine().findPlan(*patch.plan))
                return failure(ErrorCode::NotFound, "no plan '" + *patch.plan + "' in this engine's configuration");
            // A change before this one may be in the same commit, and not in force yet.
            FAIRLEAD_TRY(const std::optional<TenantSettings> saved, store.settings().savedTenant(tenant));
            TenantSettings settings = patched(saved ? *saved : now->tenant(tenant), patch);
            FAIRLEAD_CHECK(store.settings().saveTenant(settings));
            FAIRLEAD_CHECK(store.journal().note({.at = m_clock.now(), .kind = EventKind::TenantSet, .tenant = tenant}));
            return settings;
        },
        [this, answer = std::move(answer)](Result<TenantSettings> settings) {
            if (!settings) {
                answer(std::move(settings));
                return;
            }
            m_settings.setTenants({&*settings, 1});
            m_dispatcher.tell([answer, settings](Dispatcher &dispatcher) {
                dispatcher.tenantChanged(settings->name);
                answer(settings);
            });
        });
}

} // namespace fairlead

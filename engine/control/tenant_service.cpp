// SPDX-License-Identifier: Apache-2.0
#include "engine/control/tenant_service.h"

namespace fairlead {

void TenantService::set(const TenantName &tenant, const TenantPatch &patch, Answer<TenantSettings> answer)
{
    if (const Result<> valid = checkRules(patch.rules); !valid) {
        answer(failure(valid.error()));
        return;
    }
    m_machinery.askWriter<TenantSettings>(
        1,
        [this, tenant, patch](Store &store) -> Result<TenantSettings> {
            if (patch.plan && !patch.plan->empty() && !m_machinery.admission.hasPlan(*patch.plan))
                return failure(ErrorCode::NotFound, "no plan '" + *patch.plan + "' in this engine's configuration");
            const TenantSettings settings = patched(m_machinery.admission.settingsOf(tenant), patch);
            Result<> kept = store.saveTenant(settings);
            if (kept)
                kept = store.note({.at = m_machinery.clock.now(), .kind = EventKind::TenantSet, .tenant = tenant});
            if (!kept)
                return failure(kept.error());
            return settings;
        },
        [this, answer = std::move(answer)](Result<TenantSettings> settings) {
            if (!settings) {
                answer(std::move(settings));
                return;
            }
            m_machinery.admission.set(*settings);
            m_machinery.tellDispatcher([answer, settings](Dispatcher &dispatcher) {
                dispatcher.setTenant(*settings);
                answer(settings);
            });
        });
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/control/settings_service.h"

namespace fairlead {

void SettingsService::replace(const EngineSettings &settings, Answer<std::set<TenantName>> answer)
{
    m_machinery.askWriter<std::vector<TenantSettings>>(
        1,
        [this, settings](Store &) -> Result<std::vector<TenantSettings>> {
            m_machinery.admission.configure(settings);
            return m_machinery.admission.tenants();
        },
        [this, settings, answer = std::move(answer)](Result<std::vector<TenantSettings>> tenants) {
            if (!tenants) {
                answer(failure(tenants.error()));
                return;
            }
            m_machinery.tellDispatcher([this, settings, answer, tenants = std::move(*tenants),
                                           said = m_machinery.admission.saidByOperators()](Dispatcher &dispatcher) {
                dispatcher.configure(settings);
                m_machinery.stacks->configure(settings.queues);
                for (const TenantSettings &tenant : tenants)
                    dispatcher.setTenant(tenant);
                m_machinery.waitingRoom->limitsChanged();
                answer(said);
            });
        });
}

} // namespace fairlead

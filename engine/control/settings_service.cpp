// SPDX-License-Identifier: Apache-2.0
#include "engine/control/settings_service.h"

namespace fairlead {

void SettingsService::replace(const EngineSettings &settings, Answer<std::set<TenantName>> answer)
{
    // On the store's thread, the only one that changes settings.
    askAsCaller<void>(
        m_store, 1, [](StoreSession &) { return Result<>(); },
        [this, settings, answer = std::move(answer)](const Result<> &isRunning) {
            if (!isRunning) {
                answer(failure(isRunning.error()));
                return;
            }
            m_settings.configure(settings);
            m_dispatcher.tell([this, answer](Dispatcher &dispatcher) {
                const std::shared_ptr<const Settings> now = m_settings.now();
                dispatcher.settingsReplaced();
                m_stacks.configure(now->engine().queues);
                m_intake.waitingRoom().limitsChanged();
                answer(now->setByOperators());
            });
        });
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/control/settings_service.h"

namespace fairlead {

void SettingsService::replace(
    const EngineSettings &settings, const ServiceStacks::Handlers &handlers, Answer<std::set<TenantName>> answer)
{
    // On the store's thread, the only one that changes settings.
    askAsCaller<void>(
        m_store, 1, [](StoreSession &) { return Result<>(); },
        [this, settings, handlers, answer = std::move(answer)](const Result<> &isRunning) {
            if (isRunning)
                configure(settings, handlers, answer);
            else
                answer(failure(isRunning.error()));
        });
}

/// A queue is served when every thread has its service, and loses the service when it is served no more.
void SettingsService::configure(
    const EngineSettings &settings, const ServiceStacks::Handlers &handlers, const Answer<std::set<TenantName>> &answer)
{
    const MutexLock lock(m_mutex);
    m_settings.configure(settings);
    const ServiceStacks::Changes changes = m_stacks.configure(settings.queues, handlers);
    m_workers.configure(changes.made, [this, removed = changes.removed, answer] {
        m_dispatcher.tell([this, removed, answer](Dispatcher &dispatcher) {
            dispatcher.settingsReplaced(m_stacks.gates());
            removeServices(removed);
            m_intake.waitingRoom().limitsChanged();
            answer(m_settings.now()->setByOperators());
        });
    });
}

void SettingsService::removeServices(std::vector<QueueName> removed)
{
    const MutexLock lock(m_mutex);
    const std::shared_ptr<const Settings> now = m_settings.now();
    std::erase_if(removed, [&](const QueueName &name) {
        const QueueSettings *queue = now->engine().findQueue(name);
        return queue && !queue->isPulled(); // a later change has it again
    });
    m_workers.remove(removed);
}

} // namespace fairlead

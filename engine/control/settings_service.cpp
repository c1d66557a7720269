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
            if (!isRunning) {
                answer(failure(isRunning.error()));
                return;
            }
            m_settings.configure(settings);
            takeOver(handlers, answer);
        });
}

void SettingsService::setLimits(const QueueName &name, const QueuePatch &patch, Answer<bool> answer)
{
    if (const Result<> valid = checkRules(patch.rules); !valid) {
        answer(failure(valid.error()));
        return;
    }
    using Limits = std::map<QueueName, TenantRules>;
    askAsCaller<Limits>(
        m_store, 1,
        [this, name, patch](StoreSession &store) -> Result<Limits> {
            if (!m_settings.now()->engine().findQueue(name))
                return failure(ErrorCode::NotFound, "no queue '" + name.text() + "' in this engine's configuration");
            FAIRLEAD_TRY(const Limits saved, store.settings().savedQueueLimits());
            const auto before = saved.find(name);
            const TenantRules limits =
                patched(before == saved.end() ? TenantRules {} : before->second, patch.rules, patch.cleared);
            FAIRLEAD_CHECK(store.settings().saveQueueLimits(name, limits));
            return Limits {{name, limits}};
        },
        [this, answer = std::move(answer)](const Result<Limits> &limits) {
            if (!limits) {
                answer(failure(limits.error()));
                return;
            }
            m_settings.setQueueLimits(*limits);
            takeOver(m_stacks.handlers(), [answer](const Result<std::set<TenantName>> &) { answer(true); });
        });
}

void SettingsService::keep(const QueueName &queue, const std::optional<std::string> &settings, Answer<bool> answer)
{
    askAsCaller<void>(
        m_store, 1, [queue, settings](StoreSession &store) { return store.settings().saveQueue(queue, settings); },
        [this, queue, isKept = settings.has_value(), answer = std::move(answer)](const Result<> &saved) {
            if (saved && !isKept)
                m_settings.setQueueLimits({{queue, {}}});
            answer(saved ? Result<bool>(true) : failure(saved.error()));
        });
}

/// A queue is served when every thread has its service, and loses the service when it is served no more.
void SettingsService::takeOver(const ServiceStacks::Handlers &handlers, const Answer<std::set<TenantName>> &answer)
{
    const MutexLock lock(m_mutex);
    const ServiceStacks::Changes changes = m_stacks.configure(m_settings.now()->engine().queues, handlers);
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

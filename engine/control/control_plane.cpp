// SPDX-License-Identifier: Apache-2.0
#include "engine/control/control_plane.h"

namespace fairlead {

Result<> ControlPlane::checkScope(const Scope &scope) const
{
    if (scope.queue && !m_machinery.settings.findQueue(*scope.queue))
        return failure(ErrorCode::NotFound, "no queue '" + scope.queue->text() + "' in this engine's configuration");
    return {};
}

void ControlPlane::pause(const Scope &scope, const std::string &who, const std::string &why, Answer<Pause> answer)
{
    if (const Result<> known = checkScope(scope); !known) {
        answer(failure(known.error()));
        return;
    }
    const Pause pause {
        .queue = scope.queue, .tenant = scope.tenant, .who = who, .why = why, .since = m_machinery.clock.now()};
    m_machinery.askWriter<Pause>(
        1,
        [pause](Store &store) -> Result<Pause> {
            Result<> saved = store.savePause(pause);
            if (saved)
                saved = store.note({.at = pause.since,
                    .kind = EventKind::Paused,
                    .queue = pause.queue,
                    .tenant = pause.tenant,
                    .who = pause.who,
                    .text = pause.why});
            if (!saved)
                return failure(saved.error());
            return pause;
        },
        [this, answer = std::move(answer)](Result<Pause> saved) {
            if (!saved) {
                answer(std::move(saved));
                return;
            }
            m_machinery.tellDispatcher([answer, saved = std::move(saved)](Dispatcher &dispatcher) {
                dispatcher.pause(*saved);
                answer(saved);
            });
        });
}

void ControlPlane::resume(const Scope &scope, Answer<bool> answer)
{
    if (const Result<> known = checkScope(scope); !known) {
        answer(failure(known.error()));
        return;
    }
    m_machinery.askWriter<bool>(
        1,
        [scope, now = m_machinery.clock.now()](Store &store) -> Result<bool> {
            auto removed = store.removePause(scope.queue, scope.tenant);
            if (!removed || !*removed)
                return removed;
            const Result<> noted =
                store.note({.at = now, .kind = EventKind::Resumed, .queue = scope.queue, .tenant = scope.tenant});
            if (!noted)
                return failure(noted.error());
            return true;
        },
        [this, scope, answer = std::move(answer)](Result<bool> removed) {
            if (!removed) {
                answer(std::move(removed));
                return;
            }
            m_machinery.tellDispatcher([scope, answer, removed](Dispatcher &dispatcher) {
                dispatcher.resume(scope.queue, scope.tenant);
                answer(removed);
            });
        });
}

void ControlPlane::scaleQueue(const QueueName &queue, std::optional<int> workers, Answer<bool> answer)
{
    Result<> good = checkScale(workers);
    if (good)
        good = checkScope({queue, {}});
    if (good && m_machinery.settings.findQueue(queue)->isPulled())
        good = failure(ErrorCode::Invalid, "queue '" + queue.text() + "' has its workers elsewhere");
    if (!good) {
        answer(failure(good.error()));
        return;
    }
    m_machinery.askWriter<void>(
        1, [queue, workers](Store &store) { return store.saveScale(queue, workers); },
        [this, queue, workers, answer = std::move(answer)](const Result<> &saved) {
            if (!saved) {
                answer(failure(saved.error()));
                return;
            }
            m_machinery.tellDispatcher(
                [queue, workers, answer](Dispatcher &dispatcher) { answer(dispatcher.scaleQueue(queue, workers)); });
        });
}

void ControlPlane::setTenant(const TenantName &tenant, const TenantPatch &patch, Answer<TenantSettings> answer)
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

void ControlPlane::configure(const EngineSettings &settings, Answer<std::set<TenantName>> answer)
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

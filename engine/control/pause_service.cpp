// SPDX-License-Identifier: Apache-2.0
#include "engine/control/pause_service.h"

namespace fairlead {

Result<> PauseService::check(const Scope &scope) const
{
    if (scope.queue && !m_settings.now()->engine().findQueue(*scope.queue))
        return failure(ErrorCode::NotFound, "no queue '" + scope.queue->text() + "' in this engine's configuration");
    return {};
}

void PauseService::pause(const Scope &scope, const std::string &who, const std::string &why, Answer<Pause> answer)
{
    if (const Result<> known = check(scope); !known) {
        answer(failure(known.error()));
        return;
    }
    const Pause pause {.queue = scope.queue, .tenant = scope.tenant, .who = who, .why = why, .since = m_clock.now()};
    askAsCaller<Pause>(
        m_store, 1,
        [pause](StoreSession &store) -> Result<Pause> {
            FAIRLEAD_CHECK(store.settings().savePause(pause));
            FAIRLEAD_CHECK(store.journal().note({.at = pause.since,
                .kind = EventKind::Paused,
                .queue = pause.queue,
                .tenant = pause.tenant,
                .who = pause.who,
                .text = pause.why}));
            FAIRLEAD_CHECK(store.journal().addMark({.at = pause.since,
                .kind = MarkKind::Paused,
                .who = pause.who,
                .text = scopeText({pause.queue, pause.tenant}).substr(0, markTextBytesMax)}));
            return pause;
        },
        [this, answer = std::move(answer)](Result<Pause> saved) {
            if (!saved) {
                answer(std::move(saved));
                return;
            }
            m_dispatcher.tell([answer, saved = std::move(saved)](Dispatcher &dispatcher) {
                dispatcher.pause(*saved);
                answer(saved);
            });
        });
}

void PauseService::resume(const Scope &scope, Answer<bool> answer)
{
    askAsCaller<bool>(
        m_store, 1,
        [scope, known = check(scope), now = m_clock.now()](StoreSession &store) -> Result<bool> {
            auto removed = store.settings().removePause(scope.queue, scope.tenant);
            if (removed && !*removed && !known)
                return failure(known.error());
            if (!removed || !*removed)
                return removed;
            const Result<> noted = store.journal().note(
                {.at = now, .kind = EventKind::Resumed, .queue = scope.queue, .tenant = scope.tenant});
            if (!noted)
                return failure(noted.error());
            return true;
        },
        [this, scope, answer = std::move(answer)](Result<bool> removed) {
            if (!removed) {
                answer(std::move(removed));
                return;
            }
            m_dispatcher.tell([scope, answer, removed](Dispatcher &dispatcher) {
                dispatcher.resume(scope.queue, scope.tenant);
                answer(removed);
            });
        });
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/engine_calls.h"
#include "engine/client/client.h"

namespace fairlead {

/// Pauses the scope: the engine, a queue, a tenant, or a tenant in a queue.
inline void askPause(Client &client, const Scope &scope, PauseNote note, Answer<StatusView> answer)
{
    if (scope.queue)
        client.ask(PauseQueue {*scope.queue, std::move(note), scope.tenant}, std::move(answer));
    else if (scope.tenant)
        client.ask(PauseTenant {*scope.tenant, std::move(note)}, std::move(answer));
    else
        client.ask(PauseEngine {std::move(note)}, std::move(answer));
}
/// The call that pauses the scope.
inline const CallInfo &pauseCall(const Scope &scope)
{
    return scope.queue ? PauseQueue::info : scope.tenant ? PauseTenant::info : PauseEngine::info;
}
inline const CallInfo &resumeCall(const Scope &scope)
{
    return scope.queue ? ResumeQueue::info : scope.tenant ? ResumeTenant::info : ResumeEngine::info;
}
inline void askResume(Client &client, const Scope &scope, Answer<StatusView> answer)
{
    if (scope.queue)
        client.ask(ResumeQueue {*scope.queue, scope.tenant}, std::move(answer));
    else if (scope.tenant)
        client.ask(ResumeTenant {*scope.tenant}, std::move(answer));
    else
        client.ask(ResumeEngine {}, std::move(answer));
}

} // namespace fairlead

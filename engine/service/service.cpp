// SPDX-License-Identifier: Apache-2.0
#include "engine/service/service.h"

namespace fairlead {

std::optional<Outcome> outcomeOfRequest(Cancellation::Reason reason)
{
    switch (reason) {
    case Cancellation::Reason::Cancelled:
        return RunCancelled {};
    case Cancellation::Reason::Shutdown:
        return Released {};
    case Cancellation::Reason::TimedOut:
    case Cancellation::Reason::None:
        break;
    }
    return std::nullopt;
}

void whenReserved(Service &service, Timers &timers, RunPtr run, std::function<void(bool isReserved)> then)
{
    const bool isCut = run->cancellation->isRequested();
    if (isCut || service.reserve(*run)) {
        then(!isCut);
        return;
    }
    timers.start(untilReserved, [&service, &timers, run = std::move(run), then = std::move(then)]() mutable {
        whenReserved(service, timers, std::move(run), std::move(then));
    });
}

} // namespace fairlead

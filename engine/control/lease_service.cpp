// SPDX-License-Identifier: Apache-2.0
#include "engine/control/lease_service.h"

namespace fairlead {

void LeaseService::lease(const LeaseRequest &request, Answer<std::vector<LeasedJob>> answer)
{
    if (const Result<> good = checkLease(request); !good) {
        answer(failure(good.error()));
        return;
    }
    m_dispatcher.tell([request, answer = std::move(answer)](
                          Dispatcher &dispatcher) mutable { dispatcher.leases().ask(request, std::move(answer)); });
}

void LeaseService::finish(const LeaseToken &token, Outcome outcome, Answer<JobState> answer)
{
    m_dispatcher.tell(
        [token, outcome = std::move(outcome), answer = std::move(answer)](Dispatcher &dispatcher) mutable {
            dispatcher.leases().finish(token, std::move(outcome), std::move(answer));
        });
}

void LeaseService::renew(const LeaseToken &token, std::optional<Microseconds> length, Answer<LeaseView> answer)
{
    m_dispatcher.tell([token, length, answer = std::move(answer)](Dispatcher &dispatcher) mutable {
        dispatcher.leases().renew(token, length, std::move(answer));
    });
}

void LeaseService::reportProgress(const LeaseToken &token, Progress progress, Answer<LeaseView> answer)
{
    m_dispatcher.tell(
        [token, progress = std::move(progress), answer = std::move(answer)](Dispatcher &dispatcher) mutable {
            dispatcher.leases().reportProgress(token, std::move(progress), std::move(answer));
        });
}

void LeaseService::writeLog(const LeaseToken &token, std::string text, Answer<LeaseView> answer)
{
    m_dispatcher.tell([token, text = std::move(text), answer = std::move(answer)](Dispatcher &dispatcher) mutable {
        dispatcher.leases().writeLog(token, text, std::move(answer));
    });
}

} // namespace fairlead

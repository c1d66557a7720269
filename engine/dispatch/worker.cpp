// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/worker.h"

namespace fairlead {

namespace {
/// How soon a service that was not ready is asked again.
constexpr Microseconds untilReady = std::chrono::milliseconds {5};
} // namespace

Worker::Worker(WorkerIndex index, std::size_t mailboxBound, Ports ports)
    : m_index(index)
    , m_ports(std::move(ports))
    , m_wake([this] { startNext(); })
    , m_mailbox(mailboxBound, [this] { m_wake.wake(); })
{
}

void Worker::deliver(Envelope envelope)
{
    if (!m_mailbox.tryPut(std::move(envelope)))
        qFatal("worker %d was given more than its mailbox holds", m_index);
}

void Worker::startNext()
{
    // A loop, not recursion: services that answer at once would pile up frames.
    while (!m_isBusy) {
        if (!m_next)
            m_next = m_mailbox.takeOldest();
        if (!m_next)
            return;
        const RunPtr run = m_next->run;
        const auto service = m_ports.services.find(run->job.spec.queue);
        if (service != m_ports.services.end() && !service->second->isReady() && !run->cancellation->isRequested()) {
            m_isBusy = true;
            m_ports.timers.start(untilReady, [this] {
                m_isBusy = false;
                startNext();
            });
            return;
        }
        m_next.reset();
        m_isBusy = true;
        start(run);
    }
}

void Worker::start(const RunPtr &run)
{
    const MonotonicTime begun = m_ports.clock.monotonicNow();
    const std::optional<TimePoint> &deadline = run->job.spec.deadline;
    if (deadline && m_ports.clock.now() > *deadline) {
        ended(run, DeadlineMissed {}, false, begun);
        return;
    }
    switch (run->cancellation->reason()) {
    case Cancellation::Reason::Cancelled:
        ended(run, RunCancelled {}, false, begun);
        return;
    case Cancellation::Reason::Shutdown:
        ended(run, Released {}, false, begun);
        return;
    case Cancellation::Reason::TimedOut:
    case Cancellation::Reason::None:
        break;
    }
    const auto service = m_ports.services.find(run->job.spec.queue);
    if (service == m_ports.services.end()) {
        const std::string text =
            "no handler for queue '" + run->job.spec.queue.text() + "' in this engine's configuration";
        ended(run, Rejected {"configuration", text}, false, begun);
        return;
    }
    service->second->call(run, [this, run, begun](Outcome outcome) {
        ended(run, std::move(outcome), true, begun);
        startNext();
    });
}

void Worker::ended(const RunPtr &run, Outcome outcome, bool wasCalled, MonotonicTime begun)
{
    m_isBusy = false;
    run->cancellation->onRequest(nullptr);
    RunEnded message;
    message.worker = m_index;
    message.seq = run->job.seq;
    message.token = run->token;
    message.outcome = std::move(outcome);
    message.wasCalled = wasCalled;
    message.runTime = m_ports.clock.monotonicNow() - begun;
    m_ports.report(std::move(message));
}

} // namespace fairlead

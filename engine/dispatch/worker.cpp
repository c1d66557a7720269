// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/worker.h"

namespace fairlead {

namespace {
/// The number of runs that a worker begins in a row when each ends at once. Then the thread's other workers have their
/// turn.
constexpr int runsInTurn = 8;
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
    // A service that answers at once calls this from within. The loop below continues, so that the stack does not grow.
    if (std::exchange(m_isStarting, true))
        return;
    for (int begun = 0; !m_isBusy && !m_isRetired; ++begun) {
        if (begun == runsInTurn) {
            m_wake.wake();
            break;
        }
        if (!m_next)
            m_next = m_mailbox.takeOldest();
        if (!m_next)
            break;
        startOne();
    }
    m_isStarting = false;
}

void Worker::startOne()
{
    const RunPtr run = m_next->run;
    std::optional<Outcome> early = outcomeWithoutCall(*run);
    m_isBusy = true;
    if (!early)
        use(m_ports.services.at(run->job.spec.queue));
    if (!early && !m_service->reserve(*run)) {
        m_ports.timers.start(untilReserved, [this] {
            m_isBusy = false;
            startNext();
        });
        return;
    }
    m_next.reset();
    const MonotonicTime begun = m_ports.clock.monotonicNow();
    if (early) {
        ended(run, std::move(*early), false, begun);
        return;
    }
    m_service->call(run, [this, run, begun](Outcome outcome) {
        ended(run, std::move(outcome), true, begun);
        startNext();
    });
}

/// Keeps the service until the next run begins. One that was replaced ends later, because this may be called from
/// within it.
void Worker::use(const std::shared_ptr<Service> &service)
{
    if (m_service && m_service != service)
        m_ports.timers.start(Microseconds {0}, [former = std::move(m_service)] {});
    m_service = service;
}

std::optional<Outcome> Worker::outcomeWithoutCall(const Run &run) const
{
    const std::optional<TimePoint> &deadline = run.job.spec.deadline;
    if (deadline && m_ports.clock.now() > *deadline)
        return DeadlineMissed {};
    if (std::optional<Outcome> requested = outcomeOfRequest(run.cancellation->reason()))
        return requested;
    const auto service = m_ports.services.find(run.job.spec.queue);
    if (service == m_ports.services.end())
        return Released {}; // the configuration does not have the queue any more, or has it in a moment
    if (!service->second) {
        return Rejected {
            "configuration", "no handler for queue '" + run.job.spec.queue.text() + "' in this engine's configuration"};
    }
    return std::nullopt;
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

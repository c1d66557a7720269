// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/loop_thread.h"
#include "engine/dispatch/run_messages.h"
#include "engine/service/service.h"

#include <map>
#include <optional>

namespace fairlead {

/// The services of one worker thread, one for each queue that runs here; null for a queue without a handler. The
/// workers of the thread share them. A service that is replaced lives until the runs that it began have answered.
using ThreadServices = std::map<QueueName, std::shared_ptr<Service>>;

/// An actor that works on one run at a time: takes envelopes from its bounded mailbox, calls the queue's service, and
/// reports the end. Many workers share a thread, because services answer later. Waiting envelopes stay in the mailbox,
/// so that they can be taken back for an idle worker. Threads: `deliver` any, `takeBack` the dispatcher's, the rest the
/// worker's own, which made it.
class Worker
{
public:
    struct Ports
    {
        const ThreadServices &services;
        Timers &timers;
        const Clock &clock;
        std::function<void(RunEnded)> report; ///< any thread may call it
    };
    Worker(WorkerIndex index, std::size_t mailboxBound, Ports ports);

    /// REQUIRES: fewer than the bound are under way at this worker.
    void deliver(Envelope envelope);
    std::optional<Envelope> takeBack() { return m_mailbox.takeNewest(); }
    /// Begins no more runs. Further envelopes stay in the mailbox.
    void retire()
    {
        m_isRetired = true;
        m_service.reset();
    }

private:
    void startNext();
    /// REQUIRES: there is a next envelope, and the worker is not busy.
    void startOne();
    /// The outcome of a run that ends without a call. Empty when the service is to be called.
    std::optional<Outcome> outcomeWithoutCall(const Run &run) const;
    void use(const std::shared_ptr<Service> &service);
    void ended(const RunPtr &run, Outcome outcome, bool wasCalled, MonotonicTime begun);

    const WorkerIndex m_index;
    Ports m_ports;
    LoopWake m_wake;
    Mailbox<Envelope> m_mailbox;
    std::optional<Envelope> m_next; ///< worker thread only: taken from the mailbox, waits until its service has room
    std::shared_ptr<Service> m_service; ///< worker thread only: of the latest run
    bool m_isBusy = false; ///< worker thread only
    bool m_isStarting = false; ///< worker thread only: within startNext
    bool m_isRetired = false; ///< worker thread only
};

} // namespace fairlead

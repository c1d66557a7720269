// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/loop_thread.h"
#include "engine/dispatch/run_messages.h"
#include "engine/service/service.h"

#include <map>
#include <optional>

namespace fairlead {

/// The services of one worker thread, one per queue; shared by the workers of that thread.
using ThreadServices = std::map<QueueName, std::unique_ptr<Service>>;

/// An actor that works on one run at a time: takes envelopes from its bounded mailbox, calls the queue's service, and
/// reports the end. Many share a thread, because services answer later. What waits stays in the mailbox, so that it can
/// be taken back for a worker that has nothing to do. Threads: `deliver` any, `takeBack` the dispatcher's, the rest the
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

    /// REQUIRES: fewer than the bound are under way here.
    void deliver(Envelope envelope);
    std::optional<Envelope> takeBack() { return m_mailbox.takeNewest(); }
    /// Begins nothing any more; what it is given stays in the mailbox.
    void retire() { m_isRetired = true; }

private:
    void startNext();
    /// REQUIRES: there is a next one, and it is not busy.
    void startOne();
    /// Empty when its service is to be called.
    std::optional<Outcome> outcomeWithoutCall(const Run &run, bool hasService) const;
    void ended(const RunPtr &run, Outcome outcome, bool wasCalled, MonotonicTime begun);

    const WorkerIndex m_index;
    Ports m_ports;
    LoopWake m_wake;
    Mailbox<Envelope> m_mailbox;
    std::optional<Envelope> m_next; ///< worker thread only: out of the mailbox, its service does not take it yet
    bool m_isBusy = false; ///< worker thread only
    bool m_isStarting = false; ///< worker thread only: within startNext
    bool m_isRetired = false; ///< worker thread only
};

} // namespace fairlead

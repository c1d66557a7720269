// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/dispatch_ports.h"
#include "engine/dispatch/run_book.h"

namespace fairlead {

/// Gives a worker that has become idle the newest envelope of the fullest mailbox. The claim stays valid, because it
/// belongs to the job, not to the worker. The idea is work stealing (Blumofe and Leiserson 1999), decided here because
/// all loads are known here. Threads: the dispatcher's. The ports, notices and runs must outlive it.
class WorkStealing
{
public:
    /// `mailboxMax` is the largest number of envelopes that a worker holds. With 1 there is nothing to take.
    WorkStealing(int mailboxMax, const DispatchPorts &ports, const DispatchNotices &notices, RunBook &runs);
    /// To be called when the settings have changed.
    void configure(int mailboxMax) { m_mailboxMax = mailboxMax; }

    /// REQUIRES: no reservation is under way; its run may be at a worker without being in the book.
    void pump();

private:
    std::optional<Envelope> takeFromTheFullest();

    int m_mailboxMax;
    const DispatchPorts &m_ports;
    const DispatchNotices &m_notices;
    RunBook &m_runs;
    StoreGate m_store;
};

} // namespace fairlead

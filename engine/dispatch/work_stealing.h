// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/dispatch_ports.h"
#include "engine/dispatch/run_book.h"

namespace fairlead {

/// Gives a worker that ran dry the newest envelope of the fullest mailbox. The claim stays valid: it is the job's, not
/// the worker's. The idea is that of work stealing (Blumofe and Leiserson 1999), decided here, where all loads are
/// known. Threads: the dispatcher's. The ports, notices and runs outlive it.
class WorkStealing
{
public:
    /// `mailboxMax`: the most that a worker holds; with 1 there is nothing to take.
    WorkStealing(int mailboxMax, const DispatchPorts &ports, const DispatchNotices &notices, RunBook &runs);

    /// REQUIRES: no reservation is under way, whose run may lie with a worker unknown to the book.
    void pump();

private:
    std::optional<Envelope> takeFromTheFullest();

    const int m_mailboxMax;
    const DispatchPorts &m_ports;
    const DispatchNotices &m_notices;
    RunBook &m_runs;
    StoreGate m_store;
};

} // namespace fairlead

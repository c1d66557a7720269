// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/claims.h"
#include "engine/dispatch/wake_timer.h"

namespace fairlead {

/// Ends jobs whose deadline passes while they wait, in the scheduler's windows and beyond them in the store. The store
/// decides by its own look at the job: a claim of an expired one makes it `expired`. Threads: the dispatcher's.
class Expiry
{
public:
    struct Parts
    {
        FairScheduler &scheduler;
        LaneWindows &windows;
        Claims &claims;
        Turn &turn;
    };
    /// `giveBack` takes a job that was claimed after all, because the wall clock was set back.
    Expiry(const DispatchPorts &ports, const DispatchNotices &notices, Parts parts,
        std::function<void(const ClaimedJob &)> giveBack);

    /// A job that waits has this deadline. Those in the windows expire without this.
    void waitsUntil(TimePoint deadline);
    /// In a turn: expires jobs in the windows, and sets the timer of the next turn that time alone asks for.
    void pump();

private:
    void claim(const std::vector<LaneJob> &jobs, std::function<void(bool)> answer);
    void expireInStore();
    void expireFound(const std::vector<LaneJob> &jobs);

    const DispatchPorts &m_ports;
    const DispatchNotices &m_notices;
    const Parts m_parts;
    const std::function<void(const ClaimedJob &)> m_giveBack;
    StoreGate m_store;
    WakeTimer m_deadlineTimer; ///< the next deadline beyond the windows; held while some are looked for
    WakeTimer m_changeTimer; ///< when time alone changes something in the scheduler
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/claims.h"
#include "engine/dispatch/wake_timer.h"

namespace fairlead {

/// Ends jobs whose deadline passes while they wait: those in the scheduler's windows, and those that only the store
/// has. The store decides by its own record of the job: the claim of an expired job makes it `expired`. Threads: the
/// dispatcher's.
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
    /// `giveBack` takes a job that was claimed although it was overdue, because the wall clock was set back.
    Expiry(const DispatchPorts &ports, const DispatchNotices &notices, Parts parts,
        std::function<void(const ClaimedJob &)> giveBack);

    /// Notes the deadline of a waiting job outside the windows. Jobs in the windows expire without this call.
    void waitsUntil(TimePoint deadline);
    /// In a turn: expires jobs in the windows, and sets the timer for the next turn that only time causes.
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
    WakeTimer m_deadlineTimer; ///< the next deadline outside the windows; held while overdue jobs are looked for
    WakeTimer m_changeTimer; ///< the next time at which time alone changes something in the scheduler
};

} // namespace fairlead

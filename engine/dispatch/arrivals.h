// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/expiry.h"
#include "engine/dispatch/scaling.h"

namespace fairlead {

/// Takes in the jobs that become ready, and makes scheduled jobs ready when they are due. Threads: the dispatcher's.
class Arrivals
{
public:
    struct Parts
    {
        LaneWindows &windows;
        FlowRecorder &flow;
        Scaling &scaling;
        Expiry &expiry;
        Turn &turn;
    };
    Arrivals(const DispatchPorts &ports, const DispatchNotices &notices, Parts parts);

    /// Takes in new jobs, after the commit that accepted them.
    void enqueued(const std::vector<Enqueued> &jobs);
    /// Takes in a job that waits for a worker.
    void arrived(const Lane &lane, const ReadyJob &job);
    /// Notes that a job is scheduled for `due`.
    void scheduled(TimePoint due) { m_dueTimer.wakeAt(due); }
    /// Whether no known job is scheduled, and none is being made ready.
    bool isIdle() const { return m_dueTimer.isIdle(); }

private:
    void promoteDue();
    /// After the clock was set back: shortens the waits of all jobs behind `step.after`, then makes due jobs ready.
    void shiftWaits(ClockStep step);
    void askForDue();

    const DispatchPorts &m_ports;
    const DispatchNotices &m_notices;
    const Parts m_parts;
    StoreGate m_store;
    WakeTimer m_dueTimer; ///< for the next scheduled job; held while jobs are made ready
};

} // namespace fairlead

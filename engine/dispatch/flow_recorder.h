// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/dispatch_ports.h"
#include "engine/dispatch/run_book.h"

namespace fairlead {

/// Figures of a run that ended.
struct RunStats
{
    int attempt = 1;
    std::string worker {};
    Microseconds took {0}; ///< worker time
};

/// Counts what passes through the dispatcher, tells the RunListener of each run, and keeps the minutes of the FlowBook
/// in the store. Threads: the dispatcher's. The ports and notices outlive it.
class FlowRecorder
{
public:
    FlowRecorder(const DispatchPorts &ports, const DispatchNotices &notices);

    // --- what happens, as it happens
    void accepted(const Lane &lane, TimePoint now);
    void started(const Run &run, const std::string &worker);
    /// A waiting job was not claimed: it may have ended without a run.
    void notClaimed(const Lane &lane, const Error &error);
    /// A waiting job ended by an operator's act.
    void endedWaiting(const Lane &lane, JobState state);
    /// Counts the worker time of a run that ended. `wasCalled`: its handler was.
    void ran(const LiveRun &active, const RunEnded &ended, const RunDecision &decision);
    /// The end of a run is on disk.
    void ended(const Finished &end, const RunDecision &decision, const RunStats &stats);

    // --- over restarts
    using Minutes = std::vector<std::pair<TimePoint, std::string>>;
    /// Takes over what an earlier life kept, and from now on keeps each minute that is over.
    void start(const Minutes &kept);
    /// Writes the minutes up to the one that `until` lies in, that one only when it is the last. Calls `saved` when
    /// they are written, or cannot be.
    void save(TimePoint until, std::function<void()> saved);

    const FlowBook &book() const { return m_book; }
    std::int64_t finishedCount() const { return m_finishedCount; }
    const std::map<TenantName, TenantStats> &tenants() const { return m_tenants; }

private:
    void keepMinute();

    const DispatchPorts &m_ports;
    const DispatchNotices &m_notices;
    StoreGate m_store;
    FlowBook m_book;
    std::map<TenantName, TenantStats> m_tenants;
    std::int64_t m_finishedCount = 0; ///< runs since the start
    TimePoint m_savedTo {}; ///< beginning of the first minute that is not saved
};

} // namespace fairlead

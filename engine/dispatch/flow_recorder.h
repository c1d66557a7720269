// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/death_log.h"
#include "engine/dispatch/run_book.h"

namespace fairlead {

/// Figures of a run that ended.
struct RunStats
{
    int attempt = 1;
    std::string worker {};
    Microseconds took {0}; ///< worker time
};

/// Counts what passes through the dispatcher, tells the RunListener of each run and the log of each death, and saves
/// the minutes of the FlowBook in the store. Threads: the dispatcher's. The ports and notices must outlive it.
class FlowRecorder
{
public:
    FlowRecorder(const DispatchPorts &ports, const DispatchNotices &notices);

    // --- events as they happen
    void accepted(const Lane &lane, TimePoint now);
    void started(const Run &run, const std::string &worker);
    /// Counts a waiting job that was not claimed: it may have ended without a run.
    void notClaimed(const Lane &lane, const Error &error);
    /// Counts a waiting job that an operator's act ended.
    void endedWaiting(const Lane &lane, JobState state);
    /// Counts the worker time of a run that ended.
    void ran(const LiveRun &active, const RunEnded &ended, const RunDecision &decision);
    /// Counts the end of a run, after its commit.
    void ended(const Finished &end, const RunDecision &decision, const RunStats &stats);
    /// Tells the log of a job whose run an earlier life left behind, and that is dead. It counts in no figure.
    void diedAtStart(const Event &death) { m_deaths.died(death); }

    /// The present numbers of jobs, and the pauses in force.
    void noteCounts(const std::vector<QueueTenantCounts> &counts, const std::vector<Pause> &pauses);

    // --- over restarts
    using Minutes = std::vector<std::pair<TimePoint, std::string>>;
    /// Restores the minutes that an earlier life saved. From now on each minute is saved when it is over.
    void start(const Minutes &kept);
    /// Saves the minutes before `until`. The minute that `until` lies in is included only when it is the last. Calls
    /// `saved` when they are written or the write has failed.
    void save(TimePoint until, std::function<void()> saved);

    const FlowBook &book() const { return m_book; }
    std::int64_t finishedCount() const { return m_finishedCount; }
    const std::map<TenantName, TenantStats> &tenants() const { return m_tenants; }
    /// The time since the TenantStats::workerTimeBefore of all tenants: one to two minutes; 0 in the first minute.
    Microseconds sharesOver(MonotonicTime now) const { return m_sharesFrom ? now - *m_sharesFrom : Microseconds {0}; }

private:
    void keepMinute();
    void markWorkerTimes();

    const DispatchPorts &m_ports;
    const DispatchNotices &m_notices;
    StoreGate m_store;
    FlowBook m_book;
    DeathLog m_deaths;
    std::map<TenantName, TenantStats> m_tenants;
    std::int64_t m_finishedCount = 0; ///< runs that ended since the start
    std::optional<MonotonicTime> m_sharesFrom; ///< time of the workerTimeBefore
    std::optional<MonotonicTime> m_minuteAt; ///< time of the workerTimeAtMinute
    TimePoint m_savedTo {}; ///< start of the first minute that is not saved
};

} // namespace fairlead

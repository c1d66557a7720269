// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/dispatch_stats.h"
#include "engine/dispatch/run_messages.h"
#include "engine/scheduling/fair_scheduler.h"

#include <deque>
#include <map>
#include <unordered_map>

namespace fairlead {

/// A worker's name in lists, such as "worker-3".
std::string workerName(WorkerIndex worker);

/// A run under way.
struct LiveRun
{
    RunPtr run;
    Selection selection;
    WorkerIndex worker = 0; ///< noWorker for a worker elsewhere
    std::string workerName;
    std::optional<Progress> progress {};
};

/// The log of a run, as it is in memory.
struct LiveLog
{
    JobId job;
    int attempt = 1; ///< number of the run
    TimePoint started;
    std::shared_ptr<const RunLog> log; ///< never null
    bool isRunning = true;
};

/// The runs under way: at which worker each is, how much each worker holds, and which workers exist. Remote workers are
/// known by the names that they give. Decides nothing about jobs and does no I/O. Threads: the dispatcher's.
class RunBook
{
public:
    /// A remote worker without a run is remembered for this long after it was heard last.
    static constexpr Microseconds remoteKept = std::chrono::minutes {5};
    /// When there are more remote workers, those without a run that were silent for longest are forgotten.
    static constexpr std::size_t remoteMax = 1'000;

    /// So many logs that were read while their runs were under way are remembered after their ends.
    static constexpr std::size_t readLogsMax = 32;

    /// Begins with this number of workers, all present.
    explicit RunBook(std::size_t workers);

    // --- runs
    using Runs = std::unordered_map<JobNumber, LiveRun>;
    const Runs &runs() const { return m_runs; }
    /// Adds a run. Its worker counts it already, by `reserve`.
    void add(LiveRun run);
    /// Null when no run of this job is under way.
    const LiveRun *find(JobNumber seq) const;
    /// Removes the run and frees its place at the worker. Empty when this run is not under way.
    std::optional<LiveRun> take(JobNumber seq, Token token);
    /// Removes all runs. The loads of the workers stay.
    void clear();
    void setProgress(JobNumber seq, Progress progress);
    std::optional<Progress> progressOf(const JobId &id) const;
    /// The log of the job's present run, or of its newest one with this number. Who reads it while the run is under way
    /// finds it after the end as well, so that one who follows a run misses no line. Empty when it is not in memory.
    std::optional<LiveLog> logOf(const JobId &id, std::optional<int> attempt);
    /// Moves the run to worker `to`.
    void reassign(JobNumber seq, WorkerIndex to);

    // --- loads: the number of envelopes that a worker holds or that are reserved for it
    std::optional<WorkerIndex> leastLoaded() const;
    int loadOf(WorkerIndex worker) const { return m_workers[at(worker)].load; }
    void reserve(WorkerIndex worker) { ++m_workers[at(worker)].load; }
    void release(WorkerIndex worker) { --m_workers[at(worker)].load; }
    /// Whether a present worker holds nothing.
    bool hasIdleWorker() const;
    /// Present workers that hold nothing, lowest number first.
    std::vector<WorkerIndex> idleWorkers() const;
    /// Workers that hold more than they work on, fullest first.
    std::vector<WorkerIndex> fullest() const;

    // --- workers
    struct Change
    {
        std::vector<WorkerIndex> ended; ///< not present any more
        std::vector<WorkerIndex> begun; ///< present after `started`
    };
    /// Ends idle workers, highest number first, or begins new ones, lowest free number first, until `wanted` are
    /// present or starting. Busy workers are not ended.
    Change fitTo(std::size_t wanted);
    void started(WorkerIndex worker);
    std::size_t workerCount() const { return m_workers.size(); }
    /// Notes that a remote worker asked for jobs or renewed a lease.
    void heard(const std::string &remoteWorker, MonotonicTime now) { remote(remoteWorker, now); }
    /// Counts the end of a run in the figures of its worker.
    void countEnd(const LiveRun &run, const RunDecision &decision, MonotonicTime now);

    /// Adds workers and runs to a snapshot: a row for each worker.
    void addTo(DispatchSnapshot &picture, MonotonicTime now) const;

private:
    struct Counts
    {
        std::int64_t processed = 0;
        std::int64_t failed = 0;
        std::int64_t retried = 0;
    };
    struct Remote
    {
        Counts counts {};
        int runs = 0; ///< under way
        MonotonicTime heard {}; ///< the last time
        bool isGone(MonotonicTime now) const { return runs == 0 && now - heard > remoteKept; }
    };
    struct Worker
    {
        enum class Presence { Gone, Starting, There };
        Presence presence = Presence::There;
        int load = 0;
        Counts counts {};
        bool isThere() const { return presence == Presence::There; }
        bool isIdle() const { return isThere() && load == 0; }
    };
    static std::size_t at(WorkerIndex worker) { return static_cast<std::size_t>(worker); }
    void end(std::size_t surplus, Change &change);
    void begin(std::size_t missing, Change &change);
    Remote &remote(const std::string &worker, MonotonicTime now);
    void forgetSilent(MonotonicTime now);
    static WorkerView idleView(std::string worker, const Counts &counts, int held);

    const LiveRun *runOf(const JobId &id) const;

    Runs m_runs;
    std::deque<LiveLog> m_readLogs; ///< newest last
    std::vector<Worker> m_workers;
    std::map<std::string, Remote> m_remote; ///< by name; each one with a run is in it
    std::size_t m_present = 0; ///< workers that are not gone
};

} // namespace fairlead

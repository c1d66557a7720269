// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/dispatch_stats.h"
#include "engine/dispatch/run_messages.h"
#include "engine/scheduling/fair_scheduler.h"

#include <unordered_map>

namespace fairlead {

/// A worker's name in lists, such as "worker-3".
std::string workerName(WorkerIndex worker);

/// A run under way.
struct LiveRun
{
    RunPtr run;
    Selection selection;
    WorkerIndex worker = 0; ///< noWorker: elsewhere
    std::string workerName;
    std::optional<Progress> progress {};
};

/// The book of runs under way: which worker each is at, how much each worker holds, and which workers there are.
/// Decides nothing about jobs and does no I/O. Threads: the dispatcher's.
class RunBook
{
public:
    /// Begins with so many workers, all there.
    explicit RunBook(std::size_t workers);

    // --- runs
    using Runs = std::unordered_map<JobNumber, LiveRun>;
    const Runs &runs() const { return m_runs; }
    /// Its worker counts it already, by `reserve`.
    void add(LiveRun run);
    /// Null when no run of this job is under way.
    const LiveRun *find(JobNumber seq) const;
    /// Takes the run out and frees its place at the worker. Empty when it is not under way, or another run is.
    std::optional<LiveRun> take(JobNumber seq, Token token);
    /// Gives all up. Workers still hold what they hold.
    void clear() { m_runs.clear(); }
    void setProgress(JobNumber seq, Progress progress);
    std::optional<Progress> progressOf(const JobId &id) const;
    /// Now at worker `to`.
    void reassign(JobNumber seq, WorkerIndex to);

    // --- loads: envelopes that a worker holds or is promised
    std::optional<WorkerIndex> leastLoaded() const;
    int loadOf(WorkerIndex worker) const { return m_workers[at(worker)].load; }
    void reserve(WorkerIndex worker) { ++m_workers[at(worker)].load; }
    void release(WorkerIndex worker) { --m_workers[at(worker)].load; }
    /// Whether a worker is there that holds nothing.
    bool hasIdleWorker() const;
    /// Workers that are there and hold nothing, lowest number first.
    std::vector<WorkerIndex> idleWorkers() const;
    /// Workers that hold more than they work on, the fullest first.
    std::vector<WorkerIndex> fullest() const;

    // --- workers
    struct Change
    {
        std::vector<WorkerIndex> ended; ///< not there any more
        std::vector<WorkerIndex> begun; ///< there after `started`
    };
    /// Ends idle workers, highest number first, or begins new ones, lowest free number first, until `wanted` are there
    /// or on their way. Busy ones stay until they run dry.
    Change fitTo(std::size_t wanted);
    void started(WorkerIndex worker);
    std::size_t workerCount() const { return m_workers.size(); }
    /// Counts the end of a run in the figures of its worker.
    void countEnd(WorkerIndex worker, const RunDecision &decision);

    /// Adds workers and runs to a picture of the dispatcher.
    void addTo(DispatchSnapshot &picture) const;

private:
    struct Worker
    {
        enum class Presence { Gone, Starting, There };
        Presence presence = Presence::There;
        int load = 0;
        std::int64_t processed = 0;
        std::int64_t failed = 0;
        std::int64_t retried = 0;
        bool isThere() const { return presence == Presence::There; }
        bool isIdle() const { return isThere() && load == 0; }
    };
    static std::size_t at(WorkerIndex worker) { return static_cast<std::size_t>(worker); }
    void end(std::size_t surplus, Change &change);
    void begin(std::size_t missing, Change &change);

    Runs m_runs;
    std::vector<Worker> m_workers;
    std::size_t m_present = 0; ///< workers that are not gone
};

} // namespace fairlead

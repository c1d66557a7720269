// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/dispatch_stats.h"
#include "engine/dispatch/lane_windows.h"
#include "engine/dispatch/lease_book.h"
#include "engine/dispatch/run_messages.h"
#include "engine/dispatch/wake_timer.h"
#include "engine/domain/requests.h"
#include "engine/domain/run_report.h"
#include "engine/scheduling/autoscaler.h"
#include "engine/scheduling/retry_budget.h"

#include <atomic>
#include <unordered_map>

namespace fairlead {

/// Leads each job from ready to ended: keeps windows of the waiting, lets the FairScheduler pick, claims batches in the
/// store, hands claimed runs to workers, and writes what came of them. Decides nothing about fairness (FairScheduler)
/// or about retries (decideAfterRun), and waits for nothing: everything outside is reached through ports, so that a
/// turned clock and a store in memory run it as a simulation.
/// Threads: one, the dispatcher's; all ports are called and answer there.
class Dispatcher
{
public:
    struct Ports
    {
        StoreQueue &store;
        RunSink &workers;
        std::shared_ptr<Executor> home; ///< the dispatcher's own thread
        Timers &timers;
        const Clock &clock;
        Random &random;
    };
    struct Notices
    {
        std::function<void()> becameIdle; ///< nothing runs, waits or is scheduled any more, as far as is known
        std::function<void(const Error &)> trouble; ///< something worth a log line
        std::function<void(const Lane &)> roomFreed = [](const Lane &) {}; ///< a job left the backlog
        std::function<void(const TenantName &)> limitsChanged = [](const TenantName &) {};
        std::function<void(std::size_t)> spawned = [](std::size_t) {}; ///< so many jobs were left behind by runs
        decltype(Run::enqueue) enqueue {}; ///< called by runs, on any thread
        RunListener reported {}; ///< may be empty
    };
    Dispatcher(const EngineSettings &settings, Ports ports, Notices notices);

    /// Ends the runs that a dead engine left behind, reads pauses, weights and the backlog's lanes, then dispatches.
    void start(std::function<void(Result<>)> started);
    /// After the commit that accepted them.
    void enqueued(const std::vector<Enqueued> &jobs);
    void runEnded(RunEnded ended);
    void reportProgress(Seq seq, Progress progress);
    /// After the commit that cancelled or put back.
    void acted(const Acted &acted);
    void pause(const Pause &pause);
    void resume(const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant);
    void setTenant(const TenantSettings &settings);
    /// Limits, weights and plans as they are now; tenants are to be set anew. REQUIRES: the queues are the same.
    void configure(const EngineSettings &settings);
    /// A number of workers for a queue by hand, until it is released (empty). False when the engine runs no such queue.
    bool scaleQueue(const QueueName &queue, std::optional<int> workers);
    /// No new starts; `stopped` when the last run's end is written. Now interrupts the runs; runs that have not ended
    /// after the limit are released under their token, so that a late answer is refused. A later, harder call wins.
    void stop(StopMode mode, std::function<void()> stopped);

    // --- jobs that start in the commit that accepts them (dispatcher_promise.cpp)
    /// What was picked and waits for its claim to be committed.
    struct Promise
    {
        Pick pick;
        WorkerIndex worker = 0;
        RunSink::Door door {}; ///< of the worker, when it may be given the run past the dispatcher
    };
    /// Whether it is worth asking for a promise. Threads: any.
    bool mayPromise() const { return m_mayPromise; }
    /// A worker for a job that is about to be offered to the store: when nothing waits, so that it would be the next to
    /// start, and neither pause, cap nor rate holds it. Must be settled, once.
    std::optional<Promise> promise(const JobSpec &spec);
    /// Claims a new job for the worker it was promised, in the commit that accepts it; it does not wait then. Empty
    /// when nothing was promised, or the job was refused, is not ready or not new. Threads: the store's.
    static Result<std::optional<ClaimedJob>> claimPromised(
        Store &store, const std::optional<Promise> &promise, Result<Enqueued> &job, TimePoint now);
    /// After that commit: starts the job, or takes the promise back when nothing was claimed.
    void settlePromise(const Promise &promise, std::optional<ClaimedJob> job);
    /// The same in three steps, so that the worker need not wait for the dispatcher: the run, on any thread; what
    /// became of the promise is handed in here, no run when nothing was claimed; and then the run at the worker's door.
    RunPtr runOf(ClaimedJob job);
    void noteSettled(const Promise &promise, const RunPtr &run);

    // --- workers elsewhere (dispatcher_pull.cpp)
    /// Answers when a job is there, or with none when the wait is over. Fails with NotFound or Invalid when there is no
    /// such pulled queue, with Unavailable when the engine stops.
    void lease(const LeaseRequest &request, Answer<std::vector<LeasedJob>> answer);
    /// Ends a leased run; answers after the commit with the job's new state. Fails with LeaseLost.
    void settleLease(const LeaseToken &token, Outcome outcome, Answer<JobState> answer);
    /// Fails with LeaseLost.
    void renewLease(const LeaseToken &token, std::optional<Microseconds> length, Answer<LeaseView> answer);
    /// Does not renew. Fails with LeaseLost.
    void reportLeaseProgress(const LeaseToken &token, Progress progress, Answer<LeaseView> answer);

    DispatchSnapshot snapshot(DispatchSnapshot::With with) const;
    History history(const HistoryQuery &query) const { return m_flow.history(query, m_ports.clock.now()); }
    /// Why a job as the store has it is not running.
    WhyView why(const JobRecord &record) const;
    std::optional<Progress> progressOf(const JobId &id) const;

private:
    /// How soon what failed is tried again.
    static constexpr Microseconds afterTrouble = std::chrono::milliseconds {200};
    struct ActiveRun
    {
        std::shared_ptr<const Run> run;
        Pick pick;
        WorkerIndex worker = 0;
        std::string workerName;
        std::optional<Progress> progress;
    };
    struct WorkerState
    {
        enum class Presence { Gone, Starting, There };
        Presence presence = Presence::There;
        int load = 0; ///< envelopes it holds or is promised
        std::int64_t processed = 0;
        std::int64_t failed = 0;
        std::int64_t retried = 0;
        bool isThere() const { return presence == Presence::There; }
    };
    /// What is told of a run that ended.
    struct Ran
    {
        int attempt = 1;
        std::string worker {};
        Microseconds took {0};
    };
    /// The end of a run on its way to the store, and who wants to know.
    struct PendingFinish
    {
        FinishRequest request;
        Ran ran;
        std::vector<JobSpec> children; ///< accepted in the same commit
        std::vector<JobId> childIds;
        Answer<JobState> told; ///< may be empty
    };
    /// What one commit of ends led to.
    struct Ends
    {
        std::vector<Result<Finished>> runs;
        std::vector<Enqueued> children;
    };
    /// A worker elsewhere that waits for jobs.
    struct PullWait
    {
        LeaseRequest request;
        Answer<std::vector<LeasedJob>> answer;
        std::optional<Timers::Id> timer;
    };
    using PullWaitPtr = std::shared_ptr<PullWait>;

    AttemptLimits limitsOf(const QueueName &name, int maxAttempts) const;
    void recoverCutRuns();
    void loadBacklog();
    void arrived(const Lane &lane, const ReadyJob &job);
    void promoteDue();

    void schedulePump();
    void pump();
    void pumpClaims();
    void pumpFinishes();
    void pumpExpired();
    void claimExpired(const std::vector<LaneJob> &jobs, std::function<void(bool)> answer);
    void waitsUntil(TimePoint deadline);
    void expireBacklog();
    void expireInStore(const std::vector<LaneJob> &jobs);
    void pumpStealing();
    std::optional<Envelope> takeFromTheFullest();
    using Claims = Result<std::vector<Result<ClaimedJob>>>;
    void claimInStore(std::vector<ClaimRequest> requests, std::function<void(Claims)> answer);
    void claim(std::vector<Promise> promises);
    void claimed(const std::vector<Promise> &promises, Claims answer);
    void begun(const RunPtr &run, const Pick &pick, WorkerIndex worker, const std::string &workerName);
    void giveBack(const ClaimedJob &job);
    void deliver(const Promise &promise, ClaimedJob job);
    void dropPromise(const Promise &promise);
    bool canPromise() const;
    static std::string nameOf(WorkerIndex worker);
    std::optional<WorkerIndex> leastLoadedWorker() const;

    void finish(FinishRequest request, Ran ran, std::vector<JobSpec> children = {}, Answer<JobState> told = {});
    static Result<Ends> writeEnds(Store &store, const std::vector<PendingFinish> &pending, TimePoint now);
    void finished(const std::vector<PendingFinish> &pending, Result<Ends> answer);
    /// Fails, naming the first that the engine would not accept.
    Result<std::vector<JobSpec>> childrenOf(const JobId &parent, std::vector<NewJob> spawned) const;
    void endRun(RunEnded ended, Answer<JobState> told);
    void countStart(const Run &run, const std::string &worker);
    /// A waiting job was not claimed: it may have ended without a run.
    void unclaimed(const Lane &lane, const Error &error);
    void countEnd(const Finished &end, const Disposition &disposition, const Ran &ran);
    void countRun(const ActiveRun &active, const RunEnded &ended, const Disposition &disposition);

    void pumpPulls();
    void claimFor(const PullWaitPtr &wait, std::vector<Pick> picks);
    LeasedJob startLease(const LeaseRequest &request, const Pick &pick, ClaimedJob job);
    void answerPull(const PullWaitPtr &wait, Result<std::vector<LeasedJob>> jobs);
    void refusePulls();
    void releaseLeases();
    void armLeaseTimer();
    LeaseView leaseView(const LeaseBook::Lease &lease) const;

    void keepFlow();
    /// Writes the minutes up to the one that `until` lies in, that one only when it is the last.
    void saveFlow(TimePoint until, std::function<void()> saved);
    void saveDebts(std::function<void()> saved);
    /// How many workers a queue has when that is not fixed by the configuration.
    struct Scaling
    {
        std::optional<Autoscaler> automatic;
        std::optional<int> byHand;
        int workersMax = 0; ///< as configured
        int workers() const { return byHand ? *byHand : automatic ? automatic->workers() : workersMax; }
    };
    void decideScaling();
    void applyScaling(const QueueName &queue);
    void adjustWorkers();

    void renewLeases();
    void recountRuns();
    void interruptRuns(Cancellation::Reason reason);
    void releaseStragglers();
    void checkStopped();
    void checkIdle();
    void explainReady(const JobRecord &record, WhyView &why) const;
    void applyPause(const Pause &pause, bool isPaused);

    EngineSettings m_settings; ///< as configured

    // Constant after construction.
    Ports m_ports;
    const Notices m_notices;
    StoreGate m_store;

    JobIdMaker m_ids; ///< of jobs that runs leave behind
    FairScheduler m_scheduler;
    LaneWindows m_windows;
    RetryBudgets m_retryBudgets;
    std::unordered_map<Seq, ActiveRun> m_active;
    std::vector<WorkerState> m_workers;
    std::map<QueueName, Scaling> m_scaling; ///< of queues with an own number of workers
    PositionMarks m_marks; ///< kept while a queue is scaled automatically
    Position m_latestPosition {};
    std::size_t m_workersWanted = 0;
    const int m_mailboxMax;
    std::vector<PendingFinish> m_finishes;
    LeaseBook m_leases;
    std::vector<PullWaitPtr> m_pulls; ///< in the order of coming
    std::optional<Timers::Id> m_leaseTimer;
    std::size_t m_finishesUnderWay = 0;
    std::size_t m_claimsUnderWay = 0;
    std::size_t m_promisesUnderWay = 0; ///< among them: runs of jobs that start at once may lie with workers already
    std::function<void(Result<>)> m_started;
    bool m_isRunning = false;
    bool m_isPumpScheduled = false;
    std::atomic<bool> m_mayPromise {false};
    WakeTimer m_dueTimer; ///< when a scheduled job becomes ready; held while some are made so
    WakeTimer m_deadlineTimer; ///< when one expires that waits beyond the windows; held while some are looked for
    WakeTimer m_changeTimer; ///< when time alone changes something in the scheduler
    bool m_isStopping = false;
    std::function<void()> m_stopped;
    std::vector<Pause> m_pauses;
    std::map<TenantName, TenantLimits> m_limits; ///< of those for whom something was said
    std::map<TenantName, TenantStats> m_tenantStats;
    FlowBook m_flow;
    TimePoint m_flowSavedTo {}; ///< beginning of the first minute that is not saved
    bool m_isLeftInOrder = false; ///< what is written at the end has been handed in
    std::int64_t m_finishedCount = 0;
};

} // namespace fairlead

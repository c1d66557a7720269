// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/carried_deficit.h"
#include "engine/scheduling/queue_lanes.h"
#include "engine/scheduling/tenant_brakes.h"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace fairlead {

/// A job that FairScheduler selected to run next, and what it was charged for.
struct Selection
{
    Lane lane;
    ReadyJob job;
    std::int64_t charged = 1; ///< taken from the lane: 1, the declared cost, or an estimate in microseconds
    std::int64_t expectedRunTime = 1; ///< taken from the queue, in microseconds
    LaneIndex index; ///< the scheduler's own numbers
};

/// Decides whose job runs next. Tenants share worker time by weight, wherever they wait: the weight of one that waits
/// in several queues is divided among these, and a queue gets what belongs to those who wait in it, times its own
/// weight, with deficit round robin over the queues. Inside a queue priority comes first, strict or by shares of
/// 20/10/5/2/1, then tenants share what the queue's cost mode counts, again with deficit round robin (DeficitRing).
/// Measured runs are charged an estimate at the start, so that long ones count while they run, and the difference at
/// the end.
///
/// Whenever a job waits that is not paused and whose queue is below its cap, takeNext delivers. Who comes to wait is
/// served behind those who wait already, each of them for one turn. Splitting work over queues or priorities gains
/// nothing. A tenant at its cap of runs or out of its rate is as one that does not wait. An idle tenant saves nothing
/// up; what it owes for an underestimated run (an hour at most) is paid by the rounds that pass, in that queue or where
/// it waits instead. Debt and average run time of an idle tenant are forgotten when `idleTenantsMax` others have become
/// idle after it.
///
/// Pure: no clock, no I/O. Threads: one; the dispatcher owns it.
class FairScheduler
{
public:
    struct Options
    {
        /// Fifo takes jobs in order of position whatever their lane; pauses, caps and deadlines count all the same.
        /// Looks at every lane for each pick: for comparison only.
        DispatchPolicy policy = DispatchPolicy::Fair;
        Microseconds queueQuantum = unknownRunTime; ///< worker time that a queue earns in one visit for one tenant
        std::size_t idleTenantsMax = 10'000;
    };
    explicit FairScheduler(const Options &options);

    /// Adds or changes a queue; a change takes effect at the next visits. Queues never set have the default share.
    /// REQUIRES: `isPulled` stays as it was first said, before the queue's first job.
    void setQueue(const QueueName &name, const QueueShare &share);
    /// Counts at once, in all queues.
    void setTenant(const TenantName &name, const TenantShare &share, TimePoint now);
    /// Of a queue, a tenant, a tenant in a queue, or (both empty) everything. What is paused keeps its jobs and gets
    /// no credit. The four kinds are independent: all that apply must be lifted.
    void setPaused(const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant, bool isPaused);

    /// A job waits. Lanes are kept in order of position; a job that is there already is not added twice.
    void add(const Lane &lane, const ReadyJob &job);
    /// False when it does not wait here.
    bool remove(const Lane &lane, JobNumber seq);

    /// Takes the job whose turn it is, for a worker that holds so many already; none whose deadline is before `now`.
    /// Each Selection must be charged, once.
    std::optional<Selection> takeNext(TimePoint now, int held = 0);
    /// The same inside one pulled queue, for a worker elsewhere that asks.
    std::optional<Selection> takeNextOf(const QueueName &queue, TimePoint now);
    /// Charges the run of a selected job the worker time `ran` in place of the estimate; empty: it did not take place,
    /// and its charge is given back.
    void charge(const Selection &selection, std::optional<Microseconds> ran);

    /// The debts larger than the credit of one visit: the deficitsKept largest. Walks every tenant.
    std::vector<CarriedDeficit> debts() const;
    /// Takes over the debts of an earlier life.
    void owe(const std::vector<CarriedDeficit> &debts);

    /// Counts anew what runs: `runs` are those of all selections that are not charged. True when a count was wrong.
    bool recount(const std::vector<LaneIndex> &runs);

    /// Sets jobs aside whose deadline is before `now`, wherever they wait. takeNext does so too.
    void expire(TimePoint now);
    /// When time alone next changes something: a job's deadline passes, or a tenant's rate lets it start again.
    std::optional<TimePoint> nextChange() const;
    /// Those set aside since the last call.
    std::vector<LaneJob> takeExpired();

    std::size_t waitingIn(const Lane &lane) const;
    /// Jobs waiting in the queue; 0 when all of them are paused or held back.
    std::size_t claimableIn(const QueueName &queue) const;
    /// The job that has waited longest of those that are not paused or held back; looks at each lane.
    std::optional<ReadyJob> oldestIn(const QueueName &queue) const;
    /// The reasons that keep a waiting job from starting, for people who ask.
    struct Standing
    {
        std::size_t ahead = 0; ///< jobs of its lane before it
        bool isInWindow = false; ///< false: it waits behind all that are counted in `ahead`
        std::size_t tenantsWaiting = 0; ///< with something to run in its queue
        int queueRunning = 0;
        int queueRunningMax = 0; ///< 0: no cap
        std::int64_t tenantRunning = 0;
        bool isTenantAtCap = false;
        std::optional<TimePoint> rateUntil;
    };
    Standing standingOf(const Lane &lane, JobNumber seq) const;
    /// Jobs waiting, paused ones included, those set aside not.
    std::size_t size() const { return m_jobs.size(); }
    /// Whether takeNext would deliver, deadlines aside.
    bool hasRunnable(int held = 0) const;

private:
    using QueueId = std::uint32_t;
    struct Queue
    {
        Queue(const QueueName &queueName, WaitingJobs &jobs)
            : name(queueName)
            , lanes(jobs)
        {
        }
        const QueueName name;
        QueueLanes lanes;
        double weight = 1;
        bool isPulled = false;
        SteadyVector<std::int64_t> parts; ///< by tenant: millionths of its weight that count here; 0: nothing runnable
        std::int64_t partsSum = 0;
        int runningMax = 0;
        int mailbox = 1;
        int running = 0;
        std::size_t waiting = 0;
        bool isPaused = false;
        std::set<TenantName> pausedTenants;

        bool mayStart(int held) const { return held < mailbox && (runningMax == 0 || running < runningMax); }
    };

    void setPausedForAll(const std::optional<QueueName> &queue, bool isPaused);
    QueueId queueOf(const QueueName &name);
    TenantTable::Id tenantOf(const TenantName &name);
    std::optional<LaneIndex> findLane(const Lane &lane) const;
    void applyRules(Queue &queue, TenantTable::Id tenant);
    void updatePart(QueueId id, TenantTable::Id tenant);
    void divideWeight(TenantTable::Id tenant);
    void setPart(QueueId id, TenantTable::Id tenant, double weight);
    void updateQueue(QueueId id);
    Credit perVisitOf(const Queue &queue) const;
    std::optional<QueueId> selectQueue(int held);
    std::optional<QueueId> selectOldestQueue(int held) const;
    Selection take(QueueId id, const QueueLanes::Turn &turn, TimePoint now);
    void release(TimePoint now);
    void updateTenant(TenantTable::Id tenant);
    void drop(WaitingJobs::Node node);
    void chargeOtherQueues(const LaneIndex &lane, std::int64_t surprise);
    void forgetIdle();

    // Constant after construction.
    const Options m_options;

    WaitingJobs m_jobs;
    TenantTable m_tenants;
    TenantBrakes m_brakes;
    std::map<QueueName, QueueId> m_queueIds;
    std::deque<Queue> m_queues;
    SteadyVector<int> m_queuesOf; ///< by tenant: in how many queues it has something runnable
    DeficitRing m_ring; ///< of queues with something runnable, in microseconds of worker time
    bool m_isPaused = false;
    std::vector<LaneJob> m_expired;
};

} // namespace fairlead

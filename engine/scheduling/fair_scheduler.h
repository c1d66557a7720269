// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/carried_deficit.h"
#include "engine/domain/spent_rate.h"
#include "engine/domain/wait_code.h"
#include "engine/scheduling/lane_gates.h"
#include "engine/scheduling/queue_lanes.h"
#include "engine/scheduling/tenant_brakes.h"
#include "engine/scheduling/waiting_survey.h"

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

namespace fairlead {

/// A job that FairScheduler selected to run next, and its charge.
struct Selection
{
    Lane lane;
    ReadyJob job;
    std::int64_t charged = 1; ///< charged to the lane: 1, the declared cost, or an estimate in microseconds
    std::int64_t expectedRunTime = 1; ///< charged to the queue, in microseconds
    LaneIndex index; ///< the scheduler's own numbers
    GatePass pass {}; ///< through the gates in front of the queue
    LaneGates::SetId gates {}; ///< that it passed
    std::optional<BucketLevel> spent {}; ///< of the tenant's rate after this start; empty: it has none
};

/// Decides whose job runs next. Tenants share worker time by weight, in whatever queues they wait. The weight of a
/// tenant that waits in several queues is divided among them. A queue's share is the sum of these parts of its tenants,
/// times its own weight, with deficit round robin over the queues. Inside a queue tenants share the cost that the
/// queue's cost mode counts, again with deficit round robin (DeficitRing); its priority order says what a class means:
/// see QueueLanes. Measured runs are charged an estimate at the start, so that long ones count while they run, and the
/// difference at the end.
///
/// takeNext selects a job whenever one waits that is not paused and whose queue is below its limit. A tenant that
/// begins to wait is served after those that wait already, each of them for one turn. A tenant gains nothing when it
/// splits work over queues or priorities. A tenant at its limit of runs or above its rate counts as one that does not
/// wait, and so does one in a queue where a gate is shut for it. An idle tenant saves up nothing. The deficit it
/// carries for an underestimated run (an hour at most) is paid off by the rounds that pass, in that queue or in those
/// where it waits instead. The deficit and average run time of an idle tenant are dropped when `idleTenantsMax` others
/// have become idle after it; what it has used of its rate is not.
///
/// No clock, no I/O; the gates that it asks are passed in. Threads: one; the dispatcher owns it.
class FairScheduler
{
public:
    struct Options
    {
        /// Fifo selects jobs in order of position, whatever their lane. Pauses, limits and deadlines count all the
        /// same. Each selection looks at every lane, so it serves for comparison only.
        DispatchPolicy policy = DispatchPolicy::Fair;
        Microseconds queueQuantum = unknownRunTime; ///< worker time that a queue earns in one visit for one tenant
        std::size_t idleTenantsMax = 10'000;
        bool servesUnsetQueues = true; ///< false: the jobs of a queue that was never set wait until it is
    };
    explicit FairScheduler(const Options &options);

    /// Adds or changes a queue; a change takes effect at the next visits. A queue that was never set has the default
    /// share, or is not served: see Options.
    void setQueue(const QueueName &name, const QueueShare &share);
    /// Serves no other queues. The jobs of those wait until they are set again; their runs go on. False when there are
    /// no others.
    bool serveOnly(const std::set<QueueName> &names);
    /// Sets the gates that each job of the queue passes before it is selected. Runs under way leave the former ones.
    void setGates(const QueueName &queue, const QueueGates &gates);
    /// To be called when limits of gates were changed: the next selection asks those that are shut.
    void askGates() { m_gates.askAll(); }
    /// Takes effect at once, in all queues.
    void setTenant(const TenantName &name, const TenantShare &share, TimePoint now);
    /// Pauses or resumes a queue, a tenant, a tenant in a queue, or (both empty) everything. A paused lane keeps its
    /// jobs and gets no credit. The four kinds are independent: a job starts when none of those that apply is set.
    void setPaused(const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant, bool isPaused);

    /// Adds a waiting job. Lanes are kept in order of position. A job that is there already is not added again.
    void add(const Lane &lane, const ReadyJob &job);
    /// False when the job does not wait here.
    bool remove(const Lane &lane, JobNumber seq);

    /// Takes the job whose turn it is, for a worker that already holds `held` jobs. Takes none whose deadline is before
    /// `now`. REQUIRES: each Selection is charged, once.
    std::optional<Selection> takeNext(TimePoint now, int held = 0);
    /// The same inside one pulled queue, for a worker elsewhere. With `only`, for one that runs the jobs of this tenant
    /// alone: its turn is not waited for, because the worker would serve nobody else, but its jobs are charged.
    std::optional<Selection> takeNextOf(
        const QueueName &queue, TimePoint now, const std::optional<TenantName> &only = {});
    /// Charges the run of a selected job the worker time `ran` in place of the estimate, and tells the gates its
    /// outcome. A run that was sent back to its queue (Snoozed) is charged a turn at least. Empty `ran`: the run did
    /// not take place; its charge and its passes are given back.
    void charge(const Selection &selection, std::optional<Microseconds> ran, const Outcome &outcome = Succeeded {});

    /// The deficits that are larger than the credit of one visit, at most the `deficitsKept` largest. Walks every
    /// tenant.
    std::vector<CarriedDeficit> deficits() const;
    /// Takes over the deficits of an earlier life.
    void owe(const std::vector<CarriedDeficit> &deficits);

    /// Takes over what earlier lives have used of the tenants' rates. REQUIRES: the tenants were set.
    void spend(const std::vector<SpentRate> &rates);

    /// Corrects the counts of running jobs. `runs` are those of all selections that are not charged. True when a count
    /// was wrong.
    bool recount(const std::vector<LaneIndex> &runs);

    /// Sets aside jobs whose deadline is before `now`, in any lane. takeNext does so too.
    void expire(TimePoint now);
    /// The next time at which time alone changes something: a job's deadline passes, a tenant's rate lets it start
    /// again, or a gate opens.
    std::optional<TimePoint> nextChange() const;
    /// The jobs set aside since the last call.
    std::vector<LaneJob> takeExpired();

    std::size_t waitingIn(const Lane &lane) const;
    /// Jobs waiting in the queue that are neither paused nor held back.
    std::size_t claimableIn(const QueueName &queue) const;
    /// The job that has waited longest of those that are not paused or held back. Looks at each lane.
    std::optional<ReadyJob> oldestIn(const QueueName &queue) const;
    /// The queues that it knows and does not serve.
    std::vector<QueueName> unservedQueues() const;
    /// The reasons that keep a waiting job from starting, for people to read.
    struct Standing
    {
        std::size_t ahead = 0; ///< jobs of its lane before it
        bool isInWindow = false; ///< false: it waits after all jobs that are counted in `ahead`
        std::size_t tenantsWaiting = 0; ///< with something to run in its queue
        int queueRunning = 0;
        int queueRunningMax = 0; ///< 0: no limit
        std::int64_t tenantRunning = 0;
        bool isTenantAtCap = false;
        std::optional<TimePoint> rateUntil;
        std::optional<LaneGates::Hold> gate; ///< a gate that is shut for the job, or was lately
    };
    Standing standingOf(const Lane &lane, JobNumber seq) const;
    /// The jobs that wait for one tenant in one queue, and the first thing that keeps all of them from starting,
    /// whatever their turn.
    struct Wait
    {
        std::optional<ReadyJob> oldest; ///< empty: none waits, or they are paused
        std::optional<WaitCode> heldBy; ///< Paused, QueueNotConfigured, TenantRate, TenantAtCap or GateShut
        std::string_view gate; ///< of GateShut: its kind
        std::optional<TimePoint> until; ///< the earliest next start; empty: not known
    };
    /// Looks at the lanes of this tenant in this queue alone. A rate or a gate that kept them from starting lately
    /// still holds them, as in `survey`; one whose time has been over for as long does not: it is asked again as soon
    /// as a worker is free.
    Wait waitOf(const QueueName &queue, const TenantName &tenant, TimePoint now) const;
    /// Runs under way in the queue.
    int runningIn(const QueueName &queue) const;
    /// Looks at each lane once. The tenants cost several times as much as the queues. Jobs behind a gate that was shut
    /// lately count as held: a gate that lets one pass after the other is open whenever the queue awaits its turn.
    enum class Surveyed { Queues, QueuesAndTenants };
    WaitingSurvey survey(Surveyed what, TimePoint now) const;
    /// The position of the newest job that was ever added, those to come aside; 0 when there was none.
    QueuePosition newest() const { return m_newest; }
    /// A shut gate of a queue, and the tenants that it holds.
    struct Held
    {
        LaneGates::Hold gate;
        std::optional<std::set<TenantName>> tenants; ///< empty: all
    };
    /// The queues of which gates hold something, or did lately.
    std::map<QueueName, Held> held(TimePoint now) const;
    /// The number of waiting jobs, with paused ones and without those set aside.
    std::size_t size() const { return m_jobs.size(); }
    /// Whether takeNext would select a job, deadlines aside.
    bool hasRunnable(int held = 0) const;

private:
    using QueueId = std::uint32_t;
    struct Queue
    {
        Queue(QueueId queueId, const QueueName &queueName, WaitingJobs &jobs)
            : id(queueId)
            , name(queueName)
            , lanes(jobs)
        {
        }
        const QueueId id;
        const QueueName name;
        QueueLanes lanes;
        double weight = 1;
        bool isPulled = false;
        SteadyVector<std::int64_t> parts; ///< by tenant: millionths of its weight that count here; 0: nothing runnable
        std::int64_t partsSum = 0;
        int runningMax = 0;
        int mailbox = 1;
        int running = 0;
        std::size_t claimable = 0; ///< jobs of the tenants that have a part
        bool isServed = true;
        bool isPaused = false;
        bool isShut = false; ///< a gate holds all of it
        std::set<TenantName> pausedTenants;

        bool mayStart(int held) const { return !isShut && held < mailbox && (runningMax == 0 || running < runningMax); }
        /// Whether the weight of a tenant is divided among this queue and others.
        bool isShared() const { return !isPulled && !isShut; }
        bool hasPart(TenantTable::Id tenant) const { return tenant < parts.size() && parts[tenant] > 0; }
    };

    /// A tenant in the survey.
    struct Waiter
    {
        double weight = 0;
        std::optional<QueuePosition> oldest;
        std::optional<QueueId> lastQueue; ///< the one whose part was added last
    };
    /// The lanes of a queue that are not to be counted as claimable, though they may run.
    struct Opened
    {
        std::string_view queueGate; ///< kind of the gate that holds all of it; empty: none
        std::vector<std::pair<TenantTable::Id, std::string_view>> tenants; ///< in order of number
        bool has(TenantTable::Id tenant) const;
    };
    /// Without `waiters` it leaves the tenants out.
    WaitingSurvey::Queue surveyOf(const Queue &queue, const Opened &opened, std::vector<Waiter> *waiters) const;
    bool isPausedByHand(const Queue &queue, TenantTable::Id tenant) const;
    void addHeld(
        WaitingSurvey::Queue &seen, const QueueLanes &lanes, TenantTable::Id tenant, std::string_view kind) const;
    void setPausedForAll(const std::optional<QueueName> &queue, bool isPaused);
    void setServed(QueueId id, bool isServed);
    QueueId queueOf(const QueueName &name);
    TenantTable::Id tenantOf(const TenantName &name);
    std::optional<LaneIndex> findLane(const Lane &lane) const;
    void applyRules(Queue &queue, TenantTable::Id tenant);
    void updatePart(QueueId id, TenantTable::Id tenant);
    void changeQueuesOf(TenantTable::Id tenant, int by);
    void divideWeight(TenantTable::Id tenant);
    void setPart(QueueId id, TenantTable::Id tenant, double weight);
    void updateQueue(QueueId id);
    Credit perVisitOf(const Queue &queue) const;
    std::optional<QueueId> selectQueue(int held);
    std::optional<QueueId> selectOldestQueue(int held) const;
    std::optional<QueueLanes::Turn> nextTurn(Queue &queue) const;
    std::optional<Selection> tryTake(QueueId id, const QueueLanes::Turn &turn, TimePoint now);
    Selection take(QueueId id, const QueueLanes::Turn &turn, GatePass pass, TimePoint now);
    void release(TimePoint now);
    void updateLanes(const LaneGates::Lanes &lanes);
    void setShut(QueueId id, bool isShut);
    void updateTenant(TenantTable::Id tenant);
    void drop(WaitingJobs::Node node);
    void chargeOtherQueues(const LaneIndex &lane, std::int64_t surprise);
    void forgetIdle();

    // Constant after construction.
    const Options m_options;

    WaitingJobs m_jobs;
    TenantTable m_tenants;
    TenantBrakes m_brakes;
    std::map<TenantName, BucketLevel> m_spent; ///< of tenants with a rate and without a number
    LaneGates m_gates {m_tenants};
    std::int64_t m_passes = 0;
    std::map<QueueName, QueueId> m_queueIds;
    std::deque<Queue> m_queues;
    SteadyVector<int> m_queuesOf; ///< by tenant: in how many shared queues it has something runnable
    SteadyVector<TimePoint> m_runnableSince; ///< by tenant: when that number rose from 0
    TimePoint m_now; ///< of the latest selection
    DeficitRing m_ring; ///< of queues with something runnable, in microseconds of worker time
    bool m_isPaused = false;
    QueuePosition m_newest {}; ///< of all jobs that were added
    std::vector<LaneJob> m_expired;
};

} // namespace fairlead

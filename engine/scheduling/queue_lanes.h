// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/fair_queue/deficit_ring.h"
#include "engine/scheduling/queue_share.h"
#include "engine/scheduling/run_time_estimate.h"
#include "engine/scheduling/waiting_jobs.h"

#include <array>
#include <cstdint>
#include <optional>

namespace fairlead {

/// The lanes of one queue: decides which priority is next, then which of its tenants. Strict: the highest class with
/// something to run. Weighted: a ring of classes with credits in the ratio 20/10/5/2/1. Inside a class: a ring of
/// tenants. Tenants are known by the scheduler's small numbers. Threads: one. Borrows the jobs.
class QueueLanes
{
public:
    /// The tenant whose turn it is, and its charge.
    struct Turn
    {
        Priority priority = Priority::Normal;
        std::uint32_t tenant = 0;
        WaitingJobs::Node node = WaitingJobs::none;
        std::int64_t cost = 1; ///< in the queue's cost mode
        std::int64_t runTime = 1; ///< estimate in microseconds
        bool isOutOfTurn = false; ///< it was asked for this tenant alone
    };

    explicit QueueLanes(WaitingJobs &jobs)
        : m_jobs(jobs)
    {
    }

    void setShare(const QueueShare &share);
    void setWeight(std::uint32_t tenant, double weight);
    void setPaused(std::uint32_t tenant, bool isPaused);

    /// False when the job is there already.
    bool add(const LaneIndex &lane, const ReadyJob &job);
    void remove(WaitingJobs::Node node);
    WaitingJobs::Node find(const LaneIndex &lane, JobNumber seq) const;
    std::size_t waitingIn(const LaneIndex &lane) const;
    /// Jobs of the tenant in all classes.
    std::size_t waitingOf(std::uint32_t tenant) const;
    /// The oldest job of the tenant in all classes; `none` without jobs.
    WaitingJobs::Node firstOf(std::uint32_t tenant) const;
    /// Calls `visit(tenant, list)` for each lane with a job whose tenant is not paused.
    template <typename Visit>
    void forEachRunnable(const Visit &visit) const
    {
        for (const Class &each : m_classes)
            each.ring.forEach([&](std::uint32_t tenant) { visit(tenant, each.lists[tenant]); });
    }
    /// The number of jobs before this one in its lane. Empty when it does not wait here. Walks the lane.
    std::optional<std::size_t> aheadOf(const LaneIndex &lane, JobNumber seq) const;
    /// Whether the tenant has a job waiting and is not paused.
    bool isRunnable(std::uint32_t tenant) const;

    /// The next turn. Empty when nothing is runnable. A second call gives the same answer.
    std::optional<Turn> nextTurn();
    /// The next job of this tenant, also out of its turn: of its highest class, or of that whose share is due. Empty
    /// when it is not runnable.
    std::optional<Turn> nextTurnOf(std::uint32_t tenant);
    /// The turn of the runnable job that has waited longest. Looks at each lane.
    std::optional<Turn> oldestTurn() const;
    /// Removes the job and charges its lane.
    void take(const Turn &turn);
    /// Charges a run's measured time in place of `charged`, the cost of its Turn.
    void chargeRan(const LaneIndex &lane, std::int64_t charged, std::int64_t ran);
    /// Charges a run that was sent back to the queue: a turn at least. It says nothing about the time of other runs.
    void chargeSentBack(const LaneIndex &lane, std::int64_t charged, std::int64_t ran);
    /// Gives the charge back of a job that did not run.
    void refund(const LaneIndex &lane, std::int64_t charged);
    /// Charges the tenant (negative: refunds) in the other classes what it was charged in one, so that splitting work
    /// over priorities gains nothing.
    void chargeOtherClasses(const LaneIndex &lane, std::int64_t cost);
    /// Charges worker time that the tenant got in another queue beyond its charge there.
    void chargeFromOutside(std::uint32_t tenant, std::int64_t runTime);
    /// The tenant's deficit in the class when it is more than the credit of one visit; else 0.
    Credit debtOf(const LaneIndex &lane) const;
    /// Takes over a deficit of an earlier life.
    void owe(const LaneIndex &lane, Credit debt);
    /// Drops all data of a tenant. REQUIRES: it has no jobs here.
    void forget(std::uint32_t tenant);

private:
    static constexpr std::size_t classCount = allPriorities.size();
    struct Class
    {
        DeficitRing ring; ///< of tenants with something runnable
        SteadyVector<WaitingJobs::List> lists; ///< by tenant; only as long as needed
    };
    struct Tenant
    {
        RunTimeEstimate runTime;
        double weight = 1;
        bool isPaused = false;
    };

    Class &classOf(Priority priority) { return m_classes[static_cast<std::size_t>(priority)]; }
    const Class &classOf(Priority priority) const { return m_classes[static_cast<std::size_t>(priority)]; }
    Tenant &tenantOf(std::uint32_t tenant);
    Turn turnOf(Priority priority, std::uint32_t tenant) const;
    Turn turnIn(Priority priority);
    std::int64_t costOf(std::int64_t declared, std::int64_t runTime) const;
    Credit perVisitOf(std::uint32_t tenant) const;
    void joinRing(Priority priority, std::uint32_t tenant);
    void leaveRing(Priority priority, std::uint32_t tenant);
    void updateClass(Priority priority);
    void correct(const LaneIndex &lane, std::int64_t change);

    WaitingJobs &m_jobs;
    QueueShare m_share;
    std::int64_t m_quantum = defaultQuantum(CostMode::Measured);
    std::array<Class, classCount> m_classes;
    std::uint32_t m_runnableClasses = 0; ///< a bit for each class, lowest = Critical
    DeficitRing m_classRing; ///< of classes with something runnable
    SteadyVector<Tenant> m_tenants;
    RunTimeEstimate m_runTime; ///< of all tenants
};

} // namespace fairlead

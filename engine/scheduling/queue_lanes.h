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

/// The lanes of one queue: decides which job is next. Per tenant: one ring of tenants, each with its highest class
/// first. Strict: the highest class with something to run, then a ring of its tenants. Weighted: a ring of classes with
/// credits in the ratio 20/10/5/2/1, then the ring of the class. Tenants are known by the scheduler's small numbers.
/// Threads: one. Borrows the jobs.
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
        for (const Priority priority : allPriorities)
            ringOf(priority).forEach([&](std::uint32_t tenant) {
                if (waitingIn(priority, tenant) > 0)
                    visit(tenant, classOf(priority).lists[tenant]);
            });
    }
    /// The number of the tenant's jobs that go before this one: those before it in its lane, and those of higher
    /// classes unless classes share by weight. Empty when it does not wait here. Walks the lane.
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
        DeficitRing ring; ///< of tenants with something runnable; per tenant: only the first class has one
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
    bool isPerTenant() const { return m_share.priorityOrder == PriorityOrder::PerTenant; }
    /// The class whose ring the lanes of `priority` are in.
    Priority ringClass(Priority priority) const { return isPerTenant() ? allPriorities.front() : priority; }
    DeficitRing &ringOf(Priority priority) { return classOf(ringClass(priority)).ring; }
    const DeficitRing &ringOf(Priority priority) const { return classOf(ringClass(priority)).ring; }
    Tenant &tenantOf(std::uint32_t tenant);
    std::size_t waitingIn(Priority priority, std::uint32_t tenant) const
    {
        const Class &of = classOf(priority);
        return tenant < of.lists.size() ? of.lists[tenant].size : 0;
    }
    /// Whether a lane of the tenant in the ring of `priority` has a job.
    bool hasWork(Priority priority, std::uint32_t tenant) const
    {
        return isPerTenant() ? waitingOf(tenant) > 0 : waitingIn(priority, tenant) > 0;
    }
    /// The tenant's turn in the ring of `priority`.
    Turn turnOf(Priority priority, std::uint32_t tenant) const;
    Turn turnOfLane(Priority priority, std::uint32_t tenant) const;
    Turn turnIn(Priority priority);
    std::int64_t costOf(std::int64_t declared, std::int64_t runTime) const;
    Credit perVisitOf(std::uint32_t tenant) const;
    /// Puts the tenant into the rings in which it has work, or takes it out of all.
    void enterRings(std::uint32_t tenant);
    void leaveRings(std::uint32_t tenant);
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

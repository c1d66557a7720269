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

/// The lanes of one queue: decides which priority, then which tenant of it is next. Strict: the highest class with
/// something to run. Weighted: a ring of classes whose credits stand as 20/10/5/2/1. Inside a class: a ring of tenants.
/// Tenants are known by the scheduler's small numbers.
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
    /// The number of jobs before it in its lane; empty when it does not wait here. Walks the lane.
    std::optional<std::size_t> aheadOf(const LaneIndex &lane, JobNumber seq) const;
    /// Whether the tenant has a job waiting and is not paused.
    bool isRunnable(std::uint32_t tenant) const;

    /// Empty when nothing is runnable. Calling it again changes nothing.
    std::optional<Turn> nextTurn();
    /// The job that waits longest among the runnable; looks at each lane.
    std::optional<Turn> oldestTurn() const;
    /// Takes the job out and charges its lane.
    void take(const Turn &turn);
    /// Charges a run's real time in place of `charged`, the cost of its Turn.
    void chargeRan(const LaneIndex &lane, std::int64_t charged, std::int64_t ran);
    /// The job was not run after all: gives its charge back.
    void refund(const LaneIndex &lane, std::int64_t charged);
    /// A charge of the tenant (negative: a refund) in one class counts in the others too, so that splitting work
    /// over priorities gains nothing.
    void chargeOtherClasses(const LaneIndex &lane, std::int64_t cost);
    /// Worker time that the tenant got in another queue beyond what it was charged there.
    void chargeFromOutside(std::uint32_t tenant, std::int64_t runTime);
    /// The tenant's debt in the class when it is more than a visit brings; else 0.
    Credit debtOf(const LaneIndex &lane) const;
    /// It owes so much from before.
    void owe(const LaneIndex &lane, Credit debt);
    /// Drops what is remembered of a tenant. REQUIRES: it has no jobs here.
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

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/clock_watch.h"
#include "engine/dispatch/leases.h"
#include "engine/dispatch/recent_moves.h"
#include "engine/dispatch/recovery.h"
#include "engine/dispatch/work_stealing.h"
#include "engine/domain/requests.h"

namespace fairlead {

/// Leads each job from ready to ended. Owns the turn, in which its parts act in order: Finishes ends runs, Scaling
/// begins and ends workers, Claims starts runs on them, Leases gives jobs to workers elsewhere, Expiry ends jobs whose
/// deadline has passed, WorkStealing balances the mailboxes. RunBook knows which run is at which worker. FairScheduler
/// decides about fairness, decideAfterRun about retries. The dispatcher never blocks, and reaches everything outside
/// through ports. So a manual clock and a store in memory run it as a simulation.
/// Threads: one, the dispatcher's; all ports are called and answer there.
class Dispatcher
{
public:
    /// The settings must outlive the dispatcher. All tenants must be in them, also those set by operators.
    Dispatcher(const SettingsInForce &settings, DispatchPorts ports, DispatchNotices notices);

    // --- the life of the engine
    /// Ends the runs that an earlier life left behind, reads the kept state from the store, then dispatches.
    void start(std::function<void(Result<>)> started);
    /// Starts no more runs. Calls `stopped` when the end of the last run is written. StopMode::Now interrupts the runs.
    /// Runs that have not ended after the limit are released under their token, so that a late answer is refused. A
    /// later call may only be harder.
    void stop(StopMode mode, std::function<void()> stopped);

    // --- what happens to jobs
    /// Takes in new jobs, after the commit that accepted them.
    void enqueued(const std::vector<Enqueued> &jobs) { m_arrivals.enqueued(jobs); }
    void runEnded(RunEnded ended) { m_finishes.end(std::move(ended)); }
    /// Takes in an operator's act on a job, after its commit.
    void stateChanged(const StateChange &changed);

    // --- settings
    void pause(const Pause &pause);
    void resume(const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant);
    /// To be called when the settings in force have changed for this tenant.
    void tenantChanged(const TenantName &name);
    /// To be called when the settings in force were replaced. `gates` are those of all queues now. REQUIRES: workers
    /// have the services of all queues.
    void settingsReplaced(const std::map<QueueName, QueueGates> &gates);
    /// Sets the number of workers of a queue by hand. An empty number releases it. False when the engine has no such
    /// queue.
    bool scaleQueue(const QueueName &queue, std::optional<int> workers) { return m_scaling.scale(queue, workers); }

    // --- parts that callers use
    /// Reservations of jobs that start in the commit that accepts them.
    Claims &claims() { return m_claims; }
    const Claims &claims() const { return m_claims; }
    /// Jobs for workers elsewhere.
    Leases &leases() { return m_leases; }

    // --- figures and reasons
    DispatchSnapshot snapshot(DispatchSnapshot::With with) const;
    /// A row for each worker, with its run times.
    std::vector<WorkerView> workers() const;
    /// Adds to `tenants` those of its range that ran something. Returns the figures of all in it. `counts` are those of
    /// the range; lanes without ready jobs in them are not looked at.
    std::map<TenantName, TenantFigures> tenantFigures(
        FirstTenants &tenants, const std::vector<QueueTenantCounts> &counts) const;
    const std::vector<Pause> &pauses() const { return m_pauses; }
    History history(const HistoryQuery &query) const { return m_flow.book().history(query, m_ports.clock.now()); }
    /// Rises with everything that the history counts.
    std::uint64_t historyChanges() const { return m_flow.book().changes(); }
    /// Adds the present numbers of jobs to the history.
    void noteCounts(const std::vector<QueueTenantCounts> &counts) { m_flow.noteCounts(counts, m_pauses); }
    /// The facts that the dispatcher knows, those about tenants as of ten seconds ago at most. While it stops there are
    /// none.
    HealthFacts healthFacts();
    /// Whether the store takes the ends of runs, as far as was tried.
    bool areEndsTaken() const { return !m_finishes.refused(); }
    /// The reasons why a job is not running. `record` is the job as the store has it.
    WhyView why(const JobRecord &record) const;
    std::optional<Progress> progressOf(const JobId &id) const { return m_runs.progressOf(id); }
    std::optional<LiveLog> logOf(const JobId &id, std::optional<int> attempt) { return m_runs.logOf(id, attempt); }

private:
    void takeOver(const KeptByStore &kept);
    void takeTurn();
    void beat();
    void recountRuns();
    void interruptRuns();
    void checkStopped();
    void writeLast();
    void saveDeficits(std::function<void()> saved);
    void checkIdle();
    bool isAtRest() const;
    void applyQueues(const std::map<QueueName, QueueGates> &gates);
    void warnOfUnconfigured(const std::vector<QueueTenantCounts> &counts) const;
    void applyTenant(const TenantSettings &tenant);
    void forgetPause(const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant);
    void addQueues(DispatchSnapshot &picture) const;
    void addWait(TenantFigures &figures, const QueueTenantCounts &one, Microseconds silence) const;
    Microseconds silenceOf(const QueueName &queue) const;
    HealthFacts::Queue factsOf(const QueueName &name, const WaitingSurvey::Queue *waiting) const;
    HealthFacts::Held heldOf(const QueueName &name, const WaitingSurvey::Held &seen) const;
    /// The part of the facts that costs most.
    struct TenantFacts
    {
        MonotonicTime takenOn {};
        HealthFacts::Shares shares {};
        std::vector<HealthFacts::Tenant> tenants {};
    };
    TenantFacts tenantFacts(const WaitingSurvey &survey) const;
    /// Kept from one call of healthFacts to the next.
    struct HealthMemory
    {
        ClockWatch clock;
        RecentMoves moves {};
        std::optional<TenantFacts> tenants;
    };

    // Constant after construction.
    const DispatchPorts m_ports;
    const DispatchNotices m_notices;

    SettingsReader m_settings;
    StoreGate m_store;
    Turn m_turn;
    FairScheduler m_scheduler;
    LaneWindows m_windows;
    RetryBudgets m_retryBudgets;
    RunBook m_runs;
    FlowRecorder m_flow;
    Scaling m_scaling;
    Claims m_claims;
    Expiry m_expiry;
    Arrivals m_arrivals;
    Finishes m_finishes;
    Leases m_leases;
    WorkStealing m_stealing;
    Recovery m_recovery;

    bool m_isRunning = false;
    bool m_isStopping = false;
    std::function<void()> m_stopped;
    bool m_isLeftInOrder = false; ///< the last writes were submitted
    int m_lastWrites = 0; ///< of the last writes, those not done yet
    std::vector<Pause> m_pauses;
    HealthMemory m_health;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/leases.h"
#include "engine/dispatch/recovery.h"
#include "engine/dispatch/work_stealing.h"
#include "engine/domain/requests.h"

namespace fairlead {

/// Leads each job from ready to ended: owns the turn, in which its parts act in order. Finishes ends runs, Scaling
/// begins and ends workers, Claims starts runs on them, Leases gives jobs to workers elsewhere, Expiry ends the jobs
/// that waited too long, WorkStealing evens out the mailboxes; RunBook knows what runs where. FairScheduler decides
/// about fairness, decideAfterRun about retries. Waits for nothing: everything outside is reached through ports, so
/// that a turned clock and a store in memory run it as a simulation.
/// Threads: one, the dispatcher's; all ports are called and answer there.
class Dispatcher
{
public:
    /// The settings outlive it; their tenants are known, those of operators too.
    Dispatcher(const SettingsInForce &settings, DispatchPorts ports, DispatchNotices notices);

    // --- the life of the engine
    /// Ends the runs that a dead engine left behind, reads what the store keeps, then dispatches.
    void start(std::function<void(Result<>)> started);
    /// No new starts; `stopped` when the last run's end is written. Now interrupts the runs; runs that have not ended
    /// after the limit are released under their token, so that a late answer is refused. A later, harder call wins.
    void stop(StopMode mode, std::function<void()> stopped);

    // --- what happens to jobs
    /// After the commit that accepted them.
    void enqueued(const std::vector<Enqueued> &jobs) { m_arrivals.enqueued(jobs); }
    void runEnded(RunEnded ended) { m_finishes.end(std::move(ended)); }
    /// After the commit that cancelled or put back.
    void stateChanged(const StateChange &changed);

    // --- settings
    void pause(const Pause &pause);
    void resume(const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant);
    /// The settings in force have changed for this tenant.
    void tenantChanged(const TenantName &name);
    /// The settings in force have been replaced. REQUIRES: the queues are the same.
    void settingsReplaced();
    /// A number of workers for a queue by hand, until it is released (empty). False when the engine runs no such queue.
    bool scaleQueue(const QueueName &queue, std::optional<int> workers) { return m_scaling.scale(queue, workers); }

    // --- parts that callers use
    /// Reservations of jobs that start in the commit that accepts them.
    Claims &claims() { return m_claims; }
    const Claims &claims() const { return m_claims; }
    /// Jobs for workers elsewhere.
    Leases &leases() { return m_leases; }

    // --- what it tells
    DispatchSnapshot snapshot(DispatchSnapshot::With with) const;
    History history(const HistoryQuery &query) const { return m_flow.book().history(query, m_ports.clock.now()); }
    /// Why a job as the store has it is not running.
    WhyView why(const JobRecord &record) const;
    std::optional<Progress> progressOf(const JobId &id) const { return m_runs.progressOf(id); }

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
    void applyQueues();
    void applyTenant(const TenantSettings &tenant);
    void forgetPause(const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant);
    void addQueues(DispatchSnapshot &picture) const;
    void addTenants(DispatchSnapshot &picture) const;

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
    bool m_isLeftInOrder = false; ///< what is written at the end has been handed in
    int m_lastWrites = 0; ///< of these, not written yet
    std::vector<Pause> m_pauses;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/flow_recorder.h"
#include "engine/dispatch/lane_windows.h"
#include "engine/dispatch/turn.h"
#include "engine/scheduling/retry_budget.h"

#include <atomic>

namespace fairlead {

/// A selected job and the worker that is to run it, until its claim is committed.
struct Reservation
{
    Selection selection;
    WorkerIndex worker = 0;
    DeliverFn deliver {}; ///< gives the run to the worker directly; empty when the dispatcher must do it
};

/// Starts runs: lets the scheduler select jobs for workers with room, claims them in the store, and delivers them. A
/// job that arrives while the engine is idle gets a Reservation before it goes to the store; then one commit accepts
/// and claims it. Threads: the dispatcher's, unless said otherwise.
class Claims
{
public:
    struct Parts
    {
        FairScheduler &scheduler;
        LaneWindows &windows;
        RunBook &runs;
        FlowRecorder &flow;
        RetryBudgets &retryBudgets;
        Turn &turn;
    };
    Claims(const SettingsReader &settings, const DispatchPorts &ports, const DispatchNotices &notices, Parts parts);

    /// To be called when the settings have changed.
    void configure() { m_mailboxMax = m_settings.engine().mailboxMax(); }
    /// Allows claims and reservations, unless `stop` was called before.
    void open() { m_isOpen = !m_isStopping; }
    /// Starts nothing any more. A run whose claim is under way is asked to end as soon as it begins.
    void stop();

    // --- in a turn
    /// Fills the workers. Starts nothing while so many finishes are under way that the store has enough work.
    void pump(std::size_t finishesUnderWay);
    /// To be called at the end of a turn.
    void updateMayReserve() { m_mayReserve = canReserve(); }
    std::size_t underWay() const { return m_underWay; }
    std::size_t reservationsUnderWay() const { return m_reservations; }

    // --- claims of others
    using Claimed = Result<std::vector<Result<ClaimedJob>>>;
    /// Claims in the store, and counts the jobs that were not claimed. The caller keeps the selections.
    void claim(std::vector<ClaimRequest> requests, std::function<void(Claimed)> answer);
    /// The run that a claimed job begins. Threads: any.
    RunPtr runOf(ClaimedJob job);
    /// Adds a run to the book.
    void began(const RunPtr &run, const Selection &selection, WorkerIndex worker, const std::string &name);

    // --- jobs that start in the commit that accepts them
    /// Whether it is worth asking for a reservation. Threads: any.
    bool mayReserve() const { return m_mayReserve; }
    /// Reserves a worker for a job that is about to go to the store. Succeeds when no job waits, so that this one would
    /// be the next to start, and when no pause, limit or rate keeps it from starting.
    /// REQUIRES: the caller releases the reservation, once.
    std::optional<Reservation> reserve(const JobSpec &spec);
    /// Claims a new job for its reserved worker, in the commit that accepts it; the job is then no longer ready. Empty
    /// when nothing was reserved, or when the job was refused, is not ready or is not new. Threads: the store's.
    static Result<std::optional<ClaimedJob>> claimReserved(
        StoreSession &store, const std::optional<Reservation> &reservation, Result<Enqueued> &job, TimePoint now);
    /// Ends a reservation with its run, which may be at the worker already. A null run frees the worker.
    void release(const Reservation &reservation, const RunPtr &run);
    /// Ends the reservation, and delivers the run to the worker, or frees the worker when nothing was claimed.
    void start(const Reservation &reservation, std::optional<ClaimedJob> job);

private:
    void claimSelected(std::vector<Reservation> reservations);
    void claimedSelected(const std::vector<Reservation> &reservations, Claimed answer);
    void deliver(const Reservation &reservation, ClaimedJob job);
    /// Takes back the selection of a job that was not claimed.
    void undo(const Reservation &reservation);
    bool canReserve() const;

    const SettingsReader &m_settings;
    const DispatchPorts &m_ports;
    const DispatchNotices &m_notices;
    const Parts m_parts;
    StoreGate m_store;
    int m_mailboxMax;
    std::size_t m_underWay = 0; ///< commits and reservations
    std::size_t m_reservations = 0; ///< their runs may be at workers already
    bool m_isOpen = false;
    bool m_isStopping = false;
    std::atomic<bool> m_mayReserve {false};
};

} // namespace fairlead

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
    DeliverFn deliver {}; ///< of the worker, when it may be given the run past the dispatcher
};

/// Starts runs: has the scheduler select jobs for workers with room, claims them in the store, and hands them over.
/// A job that comes to an idle engine gets a Reservation before it goes to the store; it is then accepted and claimed
/// in one commit. Threads: the dispatcher's, where not said otherwise.
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

    /// Claims and reserves from now on, unless it was stopped before.
    void open() { m_isOpen = !m_isStopping; }
    /// Starts nothing any more; a run whose claim is under way is told to end as soon as it begins.
    void stop();

    // --- in a turn
    /// Fills the workers. Starts nothing while so many ends of runs are under way that there is work enough for the
    /// store.
    void pump(std::size_t finishesUnderWay);
    /// At the end of a turn.
    void updateMayReserve() { m_mayReserve = canReserve(); }
    std::size_t underWay() const { return m_underWay; }
    std::size_t reservationsUnderWay() const { return m_reservations; }

    // --- claims of others
    using Claimed = Result<std::vector<Result<ClaimedJob>>>;
    /// Claims in the store; jobs that were not claimed are counted. Their selections are the caller's.
    void claim(std::vector<ClaimRequest> requests, std::function<void(Claimed)> answer);
    /// The run that a claimed job begins. Threads: any.
    RunPtr runOf(ClaimedJob job);
    /// Takes a run into the book.
    void began(const RunPtr &run, const Selection &selection, WorkerIndex worker, const std::string &name);

    // --- jobs that start in the commit that accepts them
    /// Whether it is worth asking for a reservation. Threads: any.
    bool mayReserve() const { return m_mayReserve; }
    /// A worker for a job that is about to be offered to the store: when nothing waits, so that it would be the next to
    /// start, and no pause, cap or rate holds it back. REQUIRES: it is released, once.
    std::optional<Reservation> reserve(const JobSpec &spec);
    /// Claims a new job for its reserved worker, in the commit that accepts it; the job is then not ready any more.
    /// Empty when nothing was reserved, or the job was refused, is not ready or not new. Threads: the store's.
    static Result<std::optional<ClaimedJob>> claimReserved(
        StoreSession &store, const std::optional<Reservation> &reservation, Result<Enqueued> &job, TimePoint now);
    /// Ends a reservation with the run that came of it, which its worker may have been given already; null frees the
    /// worker.
    void release(const Reservation &reservation, const RunPtr &run);
    /// All in one: ends the reservation and gives the worker its run, or frees it when nothing was claimed.
    void start(const Reservation &reservation, std::optional<ClaimedJob> job);

private:
    void claimSelected(std::vector<Reservation> reservations);
    void claimedSelected(const std::vector<Reservation> &reservations, Claimed answer);
    void deliver(const Reservation &reservation, ClaimedJob job);
    /// The job does not run after all.
    void undo(const Reservation &reservation);
    bool canReserve() const;

    const SettingsReader &m_settings;
    const DispatchPorts &m_ports;
    const DispatchNotices &m_notices;
    const Parts m_parts;
    StoreGate m_store;
    const int m_mailboxMax;
    std::size_t m_underWay = 0; ///< commits, and reservations
    std::size_t m_reservations = 0; ///< their runs may lie with workers already
    bool m_isOpen = false;
    bool m_isStopping = false;
    std::atomic<bool> m_mayReserve {false};
};

} // namespace fairlead

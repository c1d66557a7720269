// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/claims.h"

#include <algorithm>
#include <limits>

namespace fairlead {

namespace {
/// New starts are held back when this many finishes for each worker wait for their commit, or as many as its mailbox
/// holds. With a smaller number there would be no claim to share the commit while a mailbox full of ends is written.
constexpr int finishesUnderWayPerWorker = 8;
/// Stands in for the number of a job that has none yet. No waiting job has it.
constexpr JobNumber numberToCome {std::numeric_limits<std::int64_t>::max()};
} // namespace

Claims::Claims(const SettingsReader &settings, const DispatchPorts &ports, const DispatchNotices &notices, Parts parts)
    : m_settings(settings)
    , m_ports(ports)
    , m_notices(notices)
    , m_parts(parts)
    , m_store(ports.store, ports.home)
    , m_mailboxMax(settings.engine().mailboxMax())
{
}

void Claims::stop()
{
    m_isStopping = true;
    m_isOpen = false;
}

// --- selected jobs ---------------------------------------------------------------------------------------------------

void Claims::pump(std::size_t finishesUnderWay)
{
    const int finishesMax = std::max(finishesUnderWayPerWorker, m_mailboxMax);
    if (!m_isOpen || finishesUnderWay > static_cast<std::size_t>(finishesMax) * m_parts.runs.workerCount())
        return;
    // Several small claims take the place of one large: while the first jobs run, the store writes the next claim
    // together with the ends of those that have run. With one large claim, workers and store would wait for each other
    // in turn.
    const auto claimMax = static_cast<std::size_t>(std::max(1, m_settings.engine().groupCommitJobsMax / 2));
    std::vector<Reservation> reservations;
    const TimePoint now = m_ports.clock.now();
    while (const std::optional<WorkerIndex> worker = m_parts.runs.leastLoaded()) {
        std::optional<Selection> selection = m_parts.scheduler.takeNext(now, m_parts.runs.loadOf(*worker));
        if (!selection)
            break;
        m_parts.runs.reserve(*worker);
        reservations.push_back({std::move(*selection), *worker});
        if (reservations.size() == claimMax)
            claimSelected(std::exchange(reservations, {}));
    }
    if (!reservations.empty())
        claimSelected(std::move(reservations));
}

void Claims::claimSelected(std::vector<Reservation> reservations)
{
    std::vector<ClaimRequest> requests;
    requests.reserve(reservations.size());
    for (const Reservation &one : reservations) {
        m_parts.windows.consumed(one.selection.lane);
        requests.push_back({one.selection.lane, one.selection.job, workerName(one.worker), one.selection.spent});
    }
    claim(std::move(requests), [this, reservations = std::move(reservations)](Claimed answer) {
        claimedSelected(reservations, std::move(answer));
    });
}

void Claims::claimedSelected(const std::vector<Reservation> &reservations, Claimed answer)
{
    if (!answer) {
        for (const Reservation &one : reservations) {
            undo(one);
            m_parts.scheduler.add(one.selection.lane, one.selection.job);
        }
        m_parts.turn.askAfterTrouble();
        return;
    }
    for (std::size_t i = 0; i < reservations.size(); ++i) {
        Result<ClaimedJob> &job = (*answer)[i];
        if (job)
            deliver(reservations[i], std::move(*job));
        else
            undo(reservations[i]);
    }
    m_parts.turn.ask();
}

void Claims::deliver(const Reservation &reservation, ClaimedJob job)
{
    const RunPtr run = runOf(std::move(job));
    began(run, reservation.selection, reservation.worker, workerName(reservation.worker));
    m_ports.workers.deliver(reservation.worker, {run});
}

void Claims::undo(const Reservation &reservation)
{
    m_parts.runs.release(reservation.worker);
    m_parts.scheduler.charge(reservation.selection, std::nullopt);
}

// --- all claims ------------------------------------------------------------------------------------------------------

void Claims::claim(std::vector<ClaimRequest> requests, std::function<void(Claimed)> answer)
{
    ++m_underWay;
    const auto asked = std::make_shared<const std::vector<ClaimRequest>>(std::move(requests));
    m_store.ask<std::vector<Result<ClaimedJob>>>(
        static_cast<int>(asked->size()),
        [asked, &clock = m_ports.clock](StoreSession &store) { return store.jobs().claim(*asked, clock.now()); },
        [this, asked, answer = std::move(answer)](Claimed claimed) {
            --m_underWay;
            if (!claimed)
                m_notices.trouble(claimed.error());
            for (std::size_t i = 0; claimed && i < asked->size(); ++i) {
                if (!(*claimed)[i])
                    m_parts.flow.notClaimed((*asked)[i].lane, (*claimed)[i].error());
            }
            const bool haveLeft = claimed.has_value();
            answer(std::move(claimed));
            for (std::size_t i = 0; haveLeft && i < asked->size(); ++i)
                m_notices.roomFreed((*asked)[i].lane);
        });
}

RunPtr Claims::runOf(ClaimedJob job)
{
    const JobNumber seq = job.job.seq;
    auto run = std::make_shared<Run>();
    run->job = std::move(job.job);
    run->attempt = job.attempt;
    run->token = job.token;
    run->started = job.started;
    run->reportProgress = [this, home = m_ports.home, seq](Progress progress) {
        home->post([this, seq, progress = std::move(progress)]() mutable {
            m_parts.runs.setProgress(seq, std::move(progress));
        });
    };
    run->enqueue = m_notices.enqueue;
    return run;
}

void Claims::began(const RunPtr &run, const Selection &selection, WorkerIndex worker, const std::string &name)
{
    m_parts.flow.started(*run, name);
    m_parts.retryBudgets.runBegan(selection.lane.queue, selection.lane.tenant, run->started);
    if (m_isStopping)
        run->cancellation->request(Cancellation::Reason::Shutdown);
    m_parts.runs.add({.run = run, .selection = selection, .worker = worker, .workerName = name});
}

// --- reserved jobs ---------------------------------------------------------------------------------------------------

bool Claims::canReserve() const
{
    return m_isOpen && m_parts.scheduler.size() == 0 && !m_parts.windows.isBacklogOnDisk()
        && m_parts.runs.hasIdleWorker();
}

std::optional<Reservation> Claims::reserve(const JobSpec &spec)
{
    const QueueSettings *queue = m_settings.engine().findQueue(spec.queue);
    const TimePoint now = m_ports.clock.now();
    const bool isExpired = spec.deadline && *spec.deadline < now;
    if (!canReserve() || !queue || queue->isPulled() || isExpired || spec.runAt)
        return std::nullopt;
    const Lane lane {spec.queue, spec.priority, spec.tenant};
    m_parts.scheduler.add(lane, {numberToCome, positionToCome, spec.cost, spec.deadline});
    std::optional<Selection> selection = m_parts.scheduler.takeNext(now);
    if (!selection) {
        m_parts.scheduler.remove(lane, numberToCome);
        return std::nullopt;
    }
    const WorkerIndex worker = *m_parts.runs.leastLoaded();
    m_parts.runs.reserve(worker);
    ++m_underWay;
    ++m_reservations;
    updateMayReserve();
    return Reservation {std::move(*selection), worker, m_ports.workers.deliverFnOf(worker)};
}

Result<std::optional<ClaimedJob>> Claims::claimReserved(
    StoreSession &store, const std::optional<Reservation> &reservation, Result<Enqueued> &job, TimePoint now)
{
    if (!reservation || !job || !job->ready || !job->receipt.isNew)
        return std::optional<ClaimedJob>();
    const ClaimRequest request {job->lane, *job->ready, workerName(reservation->worker), reservation->selection.spent};
    FAIRLEAD_TRY(auto claimed, store.jobs().claim({&request, 1}, now));
    if (!claimed.front())
        return std::optional<ClaimedJob>();
    job->ready.reset();
    return std::optional(std::move(*claimed.front()));
}

void Claims::release(const Reservation &reservation, const RunPtr &run)
{
    --m_underWay;
    --m_reservations;
    if (run)
        began(run, reservation.selection, reservation.worker, workerName(reservation.worker));
    else
        undo(reservation);
    m_parts.turn.ask();
}

void Claims::start(const Reservation &reservation, std::optional<ClaimedJob> job)
{
    const RunPtr run = job ? runOf(std::move(*job)) : nullptr;
    release(reservation, run);
    if (run)
        reservation.deliver({run});
}

} // namespace fairlead

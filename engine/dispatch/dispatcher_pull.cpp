// SPDX-License-Identifier: Apache-2.0
// The fourth part of the Dispatcher: jobs of pulled queues, leased to workers elsewhere.
#include "engine/dispatch/dispatcher.h"

#include <algorithm>

namespace fairlead {

namespace {
Error lostLease()
{
    return {ErrorCode::LeaseLost, "this lease is over: it was not renewed in time, or the run has ended"};
}

Error stopping()
{
    return {ErrorCode::Unavailable, "the engine is stopping"};
}
} // namespace

// --- asking ----------------------------------------------------------------------------------------------------------

void Dispatcher::lease(const LeaseRequest &request, Answer<std::vector<LeasedJob>> answer)
{
    const QueueSettings *queue = m_settings.findQueue(request.queue);
    if (!queue || !queue->isPulled()) {
        answer(queue ? failure(ErrorCode::Invalid,
                   "queue '" + request.queue.text()
                       + "' is run by the engine itself; leases are for queues with "
                         "handler = { kind = \"pull\" }")
                     : failure(ErrorCode::NotFound,
                         "no queue '" + request.queue.text() + "' in this engine's configuration"));
        return;
    }
    if (m_isStopping) {
        answer(failure(stopping()));
        return;
    }
    auto wait = std::make_shared<PullWait>(PullWait {request, std::move(answer), {}});
    wait->request.lease = request.lease.value_or(queue->lease);
    m_pulls.push_back(wait);
    // Also without a wait by a timer: what is there now is found by the pump before it fires.
    wait->timer = m_ports.timers.start(std::max(request.wait, Microseconds {1}), [this, wait] {
        wait->timer.reset();
        if (std::erase(m_pulls, wait) > 0)
            answerPull(wait, std::vector<LeasedJob> {});
    });
    schedulePump();
}

void Dispatcher::pumpPulls()
{
    const TimePoint now = m_ports.clock.now();
    for (const PullWaitPtr &wait : std::vector<PullWaitPtr>(m_pulls)) {
        // A worker that has hung up would leave its job to the end of the lease.
        if (wait->request.isAsking && !wait->request.isAsking()) {
            std::erase(m_pulls, wait);
            answerPull(wait, std::vector<LeasedJob> {});
            continue;
        }
        std::vector<Pick> picks;
        while (static_cast<int>(picks.size()) < wait->request.max) {
            std::optional<Pick> pick = m_scheduler.takeNextOf(wait->request.queue, now);
            if (!pick)
                break;
            picks.push_back(std::move(*pick));
        }
        if (picks.empty())
            continue;
        std::erase(m_pulls, wait);
        for (const Pick &pick : picks)
            m_windows.consumed(pick.lane);
        claimFor(wait, std::move(picks));
    }
}

void Dispatcher::claimFor(const PullWaitPtr &wait, std::vector<Pick> picks)
{
    std::vector<ClaimRequest> requests;
    requests.reserve(picks.size());
    for (const Pick &pick : picks)
        requests.push_back({pick.lane, pick.job, wait->request.worker});
    claimInStore(std::move(requests), [this, wait, picks = std::move(picks)](Claims answer) {
        std::vector<LeasedJob> leased;
        for (std::size_t i = 0; i < picks.size(); ++i) {
            const bool isClaimed = answer && (*answer)[i];
            if (isClaimed && !m_isStopping) {
                leased.push_back(startLease(wait->request, picks[i], std::move(*(*answer)[i])));
                continue;
            }
            m_scheduler.settle(picks[i], std::nullopt);
            if (!answer)
                m_scheduler.add(picks[i].lane, picks[i].job);
            else if (isClaimed)
                giveBack(*(*answer)[i]);
        }
        armLeaseTimer();
        if (m_isStopping)
            answerPull(wait, failure(stopping()));
        else if (leased.empty() && wait->timer)
            m_pulls.insert(m_pulls.begin(), wait); // its turn again
        else
            answerPull(wait, std::move(leased));
        if (answer)
            schedulePump();
        else
            m_ports.timers.start(afterTrouble, [this] { schedulePump(); });
    });
}

LeasedJob Dispatcher::startLease(const LeaseRequest &request, const Pick &pick, ClaimedJob job)
{
    const int crashes = job.crashes;
    const RunPtr run = runOf(std::move(job));
    begun(run, pick, noWorker, request.worker);
    const MonotonicTime now = m_ports.clock.monotonicNow();
    m_leases.add(run->token, {run->job.seq, run->job.id, request.worker, now + *request.lease, *request.lease});
    LeasedJob leased;
    leased.record = {.job = run->job,
        .state = JobState::Running,
        .attempt = run->attempt,
        .crashes = crashes,
        .due = {},
        .startedAt = run->started,
        .finishedAt = {},
        .worker = request.worker,
        .progress = {},
        .errors = {},
        .hasResult = false};
    leased.token = {run->job.id, run->token};
    leased.until = m_ports.clock.now() + *request.lease;
    return leased;
}

void Dispatcher::answerPull(const PullWaitPtr &wait, Result<std::vector<LeasedJob>> jobs)
{
    if (wait->timer)
        m_ports.timers.cancel(*wait->timer);
    wait->timer.reset();
    wait->answer(std::move(jobs));
}

void Dispatcher::refusePulls()
{
    for (const PullWaitPtr &wait : std::exchange(m_pulls, {}))
        answerPull(wait, failure(stopping()));
}

// --- holding ---------------------------------------------------------------------------------------------------------

void Dispatcher::settleLease(const LeaseToken &token, Outcome outcome, Answer<JobState> answer)
{
    const LeaseBook::Lease *lease = m_leases.find(token);
    const auto active = lease ? m_active.find(lease->seq) : m_active.end();
    if (active == m_active.end()) {
        answer(failure(lostLease()));
        return;
    }
    const Microseconds ran = std::max(m_ports.clock.now() - active->second.run->started, Microseconds {0});
    const Seq seq = lease->seq;
    m_leases.remove(token.token);
    armLeaseTimer();
    endRun({noWorker, seq, token.token, std::move(outcome), true, ran}, std::move(answer));
}

void Dispatcher::renewLease(const LeaseToken &token, std::optional<Microseconds> length, Answer<LeaseView> answer)
{
    const LeaseBook::Lease *lease = m_leases.find(token);
    if (!lease) {
        answer(failure(lostLease()));
        return;
    }
    m_leases.moveEnd(token.token, m_ports.clock.monotonicNow() + length.value_or(lease->length));
    armLeaseTimer();
    answer(leaseView(*lease));
}

void Dispatcher::reportLeaseProgress(const LeaseToken &token, Progress progress, Answer<LeaseView> answer)
{
    const LeaseBook::Lease *lease = m_leases.find(token);
    if (!lease) {
        answer(failure(lostLease()));
        return;
    }
    reportProgress(lease->seq, std::move(progress));
    answer(leaseView(*lease));
}

LeaseView Dispatcher::leaseView(const LeaseBook::Lease &lease) const
{
    const auto active = m_active.find(lease.seq);
    return {m_ports.clock.now() + (lease.end - m_ports.clock.monotonicNow()),
        active != m_active.end() && active->second.run->cancellation->isRequested()};
}

void Dispatcher::releaseLeases()
{
    // Nobody can tell those workers to stop: their runs go back at once, and a late answer is refused.
    std::vector<std::pair<Seq, Token>> held;
    for (const auto &[seq, active] : m_active) {
        if (active.worker == noWorker)
            held.emplace_back(seq, active.run->token);
    }
    for (const auto &[seq, token] : held) {
        m_leases.remove(token);
        endRun({noWorker, seq, token, Released {}, false, Microseconds {0}}, {});
    }
    armLeaseTimer();
}

void Dispatcher::armLeaseTimer()
{
    if (m_leaseTimer)
        m_ports.timers.cancel(*m_leaseTimer);
    m_leaseTimer.reset();
    const std::optional<MonotonicTime> next = m_leases.nextEnd();
    if (!next)
        return;
    const Microseconds wait = std::max(*next - m_ports.clock.monotonicNow(), Microseconds {0});
    m_leaseTimer = m_ports.timers.start(wait, [this] {
        m_leaseTimer.reset();
        for (const auto &[token, lease] : m_leases.takeEnded(m_ports.clock.monotonicNow())) {
            const std::string text = "worker '" + lease.worker + "' did not answer or renew in time";
            endRun({noWorker, lease.seq, token, Failed {"lease_expired", text, {}}, true, lease.length}, {});
        }
        armLeaseTimer();
    });
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/leases.h"

#include <algorithm>

namespace fairlead {

namespace {
Error stopping()
{
    return {ErrorCode::Unavailable, "the engine is stopping"};
}

Error notPulled(const QueueName &name, const QueueSettings *queue)
{
    if (!queue)
        return {ErrorCode::NotFound, "no queue '" + name.text() + "' in this engine's configuration"};
    return {ErrorCode::Invalid,
        "queue '" + name.text()
            + "' is run by the engine itself; leases are for queues with "
              "handler = { kind = \"pull\" }"};
}
} // namespace

Leases::Leases(const SettingsReader &settings, const DispatchPorts &ports, const DispatchNotices &notices, Parts parts)
    : m_settings(settings)
    , m_ports(ports)
    , m_notices(notices)
    , m_parts(parts)
    , m_store(ports.store, ports.home)
    , m_since(ports.clock.monotonicNow())
{
}

// --- asking ----------------------------------------------------------------------------------------------------------

void Leases::ask(const LeaseRequest &request, Answer<std::vector<LeasedJob>> answerTo)
{
    const QueueSettings *queue = m_settings.engine().findQueue(request.queue);
    if (!queue || !queue->isPulled()) {
        answerTo(failure(notPulled(request.queue, queue)));
        return;
    }
    if (m_isStopping) {
        answerTo(failure(stopping()));
        return;
    }
    m_parts.runs.heard(request.worker, m_ports.clock.monotonicNow());
    m_asked[request.queue] = m_ports.clock.monotonicNow();
    auto asker = std::make_shared<Asker>(Asker {request, std::move(answerTo), {}});
    asker->request.lease = request.lease.value_or(queue->lease);
    if (m_askers.size() >= m_askersMax)
        dropAbandoned();
    m_askers.push_back(asker);
    // The timer is set even for a request without a wait. The turn finds a job that is ready before it fires.
    asker->timer = m_ports.timers.start(std::max(request.wait, Microseconds {1}), [this, asker] {
        asker->timer.reset();
        if (std::erase(m_askers, asker) > 0)
            answer(asker, std::vector<LeasedJob> {});
    });
    m_parts.turn.ask();
}

void Leases::configure()
{
    std::erase_if(m_asked, [this](const auto &one) { return !m_settings.engine().findQueue(one.first); });
    for (const AskerPtr &asker : std::vector<AskerPtr>(m_askers)) {
        const QueueSettings *queue = m_settings.engine().findQueue(asker->request.queue);
        if (queue && queue->isPulled())
            continue;
        std::erase(m_askers, asker);
        answer(asker, failure(notPulled(asker->request.queue, queue)));
    }
}

void Leases::dropAbandoned()
{
    for (const AskerPtr &asker : std::vector<AskerPtr>(m_askers)) {
        if (!asker->request.isAsking || asker->request.isAsking())
            continue;
        std::erase(m_askers, asker);
        answer(asker, std::vector<LeasedJob> {});
    }
    // Twice as many as are left, so that the looks cost little however many wait.
    m_askersMax = std::max(abandonedLook, 2 * m_askers.size());
}

void Leases::pump()
{
    const TimePoint now = m_ports.clock.now();
    for (const AskerPtr &asker : std::vector<AskerPtr>(m_askers)) {
        // A job leased to a worker that has hung up would be lost until the end of the lease.
        if (asker->request.isAsking && !asker->request.isAsking()) {
            std::erase(m_askers, asker);
            answer(asker, std::vector<LeasedJob> {});
            continue;
        }
        std::vector<Selection> selections;
        while (static_cast<int>(selections.size()) < asker->request.max) {
            std::optional<Selection> selection =
                m_parts.scheduler.takeNextOf(asker->request.queue, now, asker->request.tenant);
            if (!selection)
                break;
            selections.push_back(std::move(*selection));
        }
        if (selections.empty())
            continue;
        std::erase(m_askers, asker);
        for (const Selection &selection : selections)
            m_parts.windows.consumed(selection.lane);
        claimFor(asker, std::move(selections));
    }
}

void Leases::claimFor(const AskerPtr &asker, std::vector<Selection> selections)
{
    std::vector<ClaimRequest> requests;
    requests.reserve(selections.size());
    for (const Selection &selection : selections)
        requests.push_back({selection.lane, selection.job, asker->request.worker, selection.spent});
    m_parts.claims.claim(
        std::move(requests), [this, asker, selections = std::move(selections)](Claims::Claimed claimed) {
            const bool isWritten = claimed.has_value();
            std::vector<LeasedJob> leased = take(asker->request, selections, std::move(claimed));
            armTimer();
            if (m_isStopping)
                answer(asker, failure(stopping()));
            else if (leased.empty() && asker->timer)
                m_askers.insert(m_askers.begin(), asker); // it is the first again
            else
                answer(asker, std::move(leased));
            if (isWritten)
                m_parts.turn.ask();
            else
                m_parts.turn.askAfterTrouble();
        });
}

/// Begins the runs of the jobs that were claimed, and puts back the others.
std::vector<LeasedJob> Leases::take(
    const LeaseRequest &request, const std::vector<Selection> &selections, Claims::Claimed claimed)
{
    std::vector<LeasedJob> leased;
    for (std::size_t i = 0; i < selections.size(); ++i) {
        const bool isClaimed = claimed && (*claimed)[i];
        if (isClaimed && !m_isStopping) {
            leased.push_back(begin(request, selections[i], std::move(*(*claimed)[i])));
            continue;
        }
        m_parts.scheduler.charge(selections[i], std::nullopt);
        if (!claimed)
            m_parts.scheduler.add(selections[i].lane, selections[i].job);
        else if (isClaimed)
            m_parts.finishes.giveBack(*(*claimed)[i]);
    }
    return leased;
}

LeasedJob Leases::begin(const LeaseRequest &request, const Selection &selection, ClaimedJob job)
{
    const int crashes = job.crashes;
    const RunPtr run = m_parts.claims.runOf(std::move(job));
    m_parts.claims.began(run, selection, noWorker, request.worker);
    const MonotonicTime now = m_ports.clock.monotonicNow();
    m_book.add(run->token, {run->job.seq, run->job.id, request.worker, now + *request.lease, *request.lease});
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

void Leases::answer(const AskerPtr &asker, Result<std::vector<LeasedJob>> jobs)
{
    if (const auto asked = m_asked.find(asker->request.queue); asked != m_asked.end())
        asked->second = m_ports.clock.monotonicNow();
    if (asker->timer)
        m_ports.timers.cancel(*asker->timer);
    asker->timer.reset();
    asker->answer(std::move(jobs));
}

void Leases::stop()
{
    m_isStopping = true;
    for (const AskerPtr &asker : std::exchange(m_askers, {}))
        answer(asker, failure(stopping()));
}

// --- holding ---------------------------------------------------------------------------------------------------------

void Leases::finish(const LeaseToken &token, Outcome outcome, Answer<JobState> answerTo)
{
    const LeaseBook::Lease *lease = m_book.find(token);
    const LiveRun *active = lease ? m_parts.runs.find(lease->seq) : nullptr;
    if (!active) {
        if (!m_ended.answerAgain(token, outcome, answerTo))
            answerTo(failure(lostLease()));
        return;
    }
    const Microseconds ran = std::max(m_ports.clock.now() - active->run->started, Microseconds {0});
    const JobNumber seq = lease->seq;
    if (const Result<> good = checkResult(outcome); !good) {
        answerTo(failure(good.error()));
        return;
    }
    m_book.remove(token.token);
    armTimer();
    m_ended.reported(token, outcome);
    m_parts.finishes.end({noWorker, seq, token.token, std::move(outcome), true, ran},
        [this, token, answerTo = std::move(answerTo)](const Result<JobState> &state) {
            answerTo(state);
            m_ended.answered(token, state);
        });
}

/// A result that was cut would be another one. The worker may send a shorter one, because it keeps the lease.
Result<> Leases::checkResult(const Outcome &outcome) const
{
    const std::size_t most = m_settings.engine().jobLimits.resultBytesMax;
    const auto *succeeded = std::get_if<Succeeded>(&outcome);
    if (!succeeded || succeeded->result.bytes.size() <= most)
        return {};
    return failure(ErrorCode::TooLarge,
        "the result has " + std::to_string(succeeded->result.bytes.size()) + " bytes, max_result is "
            + std::to_string(most) + "; the lease goes on");
}

void Leases::renew(const LeaseToken &token, std::optional<Microseconds> length, Answer<LeaseView> answerTo)
{
    const LeaseBook::Lease *lease = m_book.find(token);
    if (!lease) {
        answerTo(failure(lostLease()));
        return;
    }
    const MonotonicTime now = m_ports.clock.monotonicNow();
    m_parts.runs.heard(lease->worker, now);
    m_book.moveEnd(token.token, now + length.value_or(lease->length));
    armTimer();
    answerTo(viewOf(*lease));
}

void Leases::reportProgress(const LeaseToken &token, Progress progress, Answer<LeaseView> answerTo)
{
    const LeaseBook::Lease *lease = m_book.find(token);
    if (!lease) {
        answerTo(failure(lostLease()));
        return;
    }
    m_parts.runs.setProgress(lease->seq, std::move(progress));
    answerTo(viewOf(*lease));
}

void Leases::writeLog(const LeaseToken &token, std::string_view text, Answer<LeaseView> answerTo)
{
    const LeaseBook::Lease *lease = m_book.find(token);
    const LiveRun *active = lease ? m_parts.runs.find(lease->seq) : nullptr;
    if (!active) {
        answerTo(failure(lostLease()));
        return;
    }
    active->run->log->write(text);
    answerTo(viewOf(*lease));
}

LeaseView Leases::viewOf(const LeaseBook::Lease &lease) const
{
    const LiveRun *active = m_parts.runs.find(lease.seq);
    return {m_ports.clock.now() + (lease.end - m_ports.clock.monotonicNow()),
        active && active->run->cancellation->isRequested()};
}

void Leases::releaseAll()
{
    std::vector<std::pair<JobNumber, Token>> held;
    for (const auto &[seq, active] : m_parts.runs.runs()) {
        if (active.worker == noWorker)
            held.emplace_back(seq, active.run->token);
    }
    for (const auto &[seq, token] : held) {
        m_book.remove(token);
        m_parts.finishes.end({noWorker, seq, token, Released {}, false, Microseconds {0}});
    }
    armTimer();
}

void Leases::armTimer()
{
    if (m_timer)
        m_ports.timers.cancel(*m_timer);
    m_timer.reset();
    const std::optional<MonotonicTime> next = m_book.nextEnd();
    if (!next)
        return;
    const Microseconds wait = std::max(*next - m_ports.clock.monotonicNow(), Microseconds {0});
    m_timer = m_ports.timers.start(wait, [this] {
        m_timer.reset();
        endOverdue();
        armTimer();
    });
}

void Leases::endOverdue()
{
    for (const auto &[token, lease] : m_book.takeEnded(m_ports.clock.monotonicNow())) {
        if (const LiveRun *active = m_parts.runs.find(lease.seq))
            noteLost(active->run->job.spec.queue);
        const std::string text = "worker '" + lease.worker + "' did not answer or renew in time";
        m_parts.finishes.end({noWorker, lease.seq, token, Failed {"lease_expired", text, {}}, true, lease.length});
    }
}

void Leases::noteLost(const QueueName &queue)
{
    const MonotonicTime now = m_ports.clock.monotonicNow();
    while (!m_lost.empty() && (m_lost.size() >= lostKept || m_lost.front().first <= now - healthWindow))
        m_lost.pop_front();
    m_lost.emplace_back(now, queue);
}

std::int64_t Leases::lostOf(const QueueName &queue) const
{
    const MonotonicTime from = m_ports.clock.monotonicNow() - healthWindow;
    return std::count_if(
        m_lost.begin(), m_lost.end(), [&](const auto &lost) { return lost.first > from && lost.second == queue; });
}

Microseconds Leases::silenceOf(const QueueName &queue) const
{
    const bool isAsked = std::any_of(
        m_askers.begin(), m_askers.end(), [&](const AskerPtr &asker) { return asker->request.queue == queue; });
    const auto asked = m_asked.find(queue);
    const MonotonicTime since = asked == m_asked.end() ? m_since : asked->second;
    return isAsked ? Microseconds {0} : m_ports.clock.monotonicNow() - since;
}

void Leases::renewRuns(Microseconds length)
{
    if (m_parts.runs.runs().empty())
        return;
    std::vector<std::pair<JobNumber, Token>> runs;
    for (const auto &[seq, active] : m_parts.runs.runs())
        runs.emplace_back(seq, active.run->token);
    const TimePoint until = m_ports.clock.now() + length;
    m_store.ask<std::vector<Result<>>>(
        static_cast<int>(runs.size()), [runs, until](StoreSession &store) { return store.jobs().renew(runs, until); },
        [this](const Result<std::vector<Result<>>> &renewed) {
            if (!renewed)
                m_notices.trouble(renewed.error());
        });
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
// The second half of the Dispatcher: how runs end, how it stops, what it tells.
#include "engine/dispatch/dispatcher.h"
#include "engine/domain/job_specs.h"
#include "engine/storage/job_events.h"

#include <algorithm>

namespace fairlead {

namespace {
/// How long interrupted runs have to end before they are released without their answer.
constexpr Microseconds interruptLimit = std::chrono::seconds {15};
} // namespace

// --- ends of runs ----------------------------------------------------------------------------------------------------

void Dispatcher::runEnded(RunEnded ended)
{
    endRun(std::move(ended), {});
}

void Dispatcher::endRun(RunEnded ended, Answer<JobState> told)
{
    const auto found = m_active.find(ended.seq);
    if (found == m_active.end() || found->second.run->token != ended.token)
        return; // released as a straggler before; its token is refused anyway
    const ActiveRun active = std::move(found->second);
    m_active.erase(found);
    if (ended.worker != noWorker)
        --m_workers[static_cast<std::size_t>(ended.worker)].load;

    const JobSpec &spec = active.run->job.spec;
    Result<std::vector<JobSpec>> children;
    if (auto *succeeded = std::get_if<Succeeded>(&ended.outcome))
        children = childrenOf(active.run->job.id, std::move(succeeded->spawned));
    if (!children)
        ended.outcome = Rejected {"bad_spawn", std::exchange(children, {}).error().text};
    Disposition disposition = decideAfterRun(ended.outcome, active.run->attempt, limitsOf(spec.queue, spec.maxAttempts),
        spec.retry, m_ports.clock.now(), m_ports.random);
    if (disposition.event == JobEvent::FailedForNow && disposition.due)
        disposition.due = m_retryBudgets.spend(spec.queue, spec.tenant, *disposition.due, m_ports.clock.now());
    if (disposition.result.bytes.size() > m_settings.jobLimits.resultBytesMax)
        disposition.result.bytes.resize(m_settings.jobLimits.resultBytesMax);
    m_scheduler.settle(active.pick, ended.wasCalled ? std::optional(ended.runTime) : std::nullopt);
    countRun(active, ended, disposition);
    finish({ended.seq, ended.token, std::move(disposition)}, {active.run->attempt, active.workerName, ended.runTime},
        std::move(*children), std::move(told));
}

Result<std::vector<JobSpec>> Dispatcher::childrenOf(const JobId &parent, std::vector<NewJob> spawned) const
{
    if (spawned.size() > Succeeded::spawnedMax)
        return failure(
            ErrorCode::TooLarge, "a run may spawn at most " + std::to_string(Succeeded::spawnedMax) + " jobs");
    std::vector<JobSpec> specs;
    std::size_t bytes = 0;
    for (NewJob &job : spawned) {
        job.parent = parent;
        bytes += job.payload.size();
        Result<JobSpec> spec = checkedSpec(job, m_settings, m_ports.clock.now());
        if (spec && bytes > Succeeded::spawnedBytesMax)
            spec = failure(ErrorCode::TooLarge,
                "the payloads of all have more than " + std::to_string(Succeeded::spawnedBytesMax) + " bytes");
        if (!spec)
            return failure(
                spec.error().code, "spawned job " + std::to_string(specs.size() + 1) + ": " + spec.error().text);
        specs.push_back(std::move(*spec));
    }
    return specs;
}

void Dispatcher::countStart(const Run &run, const std::string &worker)
{
    const JobSpec &spec = run.job.spec;
    std::optional<Microseconds> waited;
    if (run.attempt == 1)
        waited = run.started - std::max(run.job.created, spec.runAt.value_or(run.job.created));
    m_flow.started(spec.queue, spec.tenant, worker, waited, run.started);
    if (m_notices.reported)
        m_notices.reported({.event = {.at = run.started,
                                .kind = EventKind::JobStarted,
                                .job = run.job.id,
                                .queue = spec.queue,
                                .tenant = spec.tenant,
                                .attempt = run.attempt,
                                .who = worker},
            .worker = worker,
            .waited = waited});
}

void Dispatcher::unclaimed(const Lane &lane, const Error &error)
{
    if (error.code == ErrorCode::Corrupt)
        m_notices.trouble(error);
    if (error.code == ErrorCode::Expired || error.code == ErrorCode::Corrupt)
        m_flow.became(lane.queue, lane.tenant, error.code == ErrorCode::Expired ? JobState::Expired : JobState::Dead,
            m_ports.clock.now());
}

void Dispatcher::countRun(const ActiveRun &active, const RunEnded &ended, const Disposition &disposition)
{
    ++m_finishedCount;
    if (ended.worker != noWorker) {
        WorkerState &worker = m_workers[static_cast<std::size_t>(ended.worker)];
        ++worker.processed;
        worker.failed += disposition.errorClass.empty() ? 0 : 1;
        worker.retried += disposition.event == JobEvent::FailedForNow ? 1 : 0;
    }
    if (!ended.wasCalled)
        return;
    const JobSpec &spec = active.run->job.spec;
    m_flow.ran(spec.queue, spec.tenant, active.workerName, ended.runTime, m_ports.clock.now());
    TenantStats &tenant = m_tenantStats[active.pick.lane.tenant];
    ++tenant.attempts;
    tenant.workerTime += ended.runTime.count();
    if (disposition.event == JobEvent::FailedForNow)
        ++tenant.retries;
}

void Dispatcher::countEnd(const Finished &end, const Disposition &disposition, const Ran &ran)
{
    if (m_notices.reported)
        m_notices.reported({.event = finishedEvent(end, disposition, ran.attempt, {}, m_ports.clock.now()),
            .worker = ran.worker,
            .took = ran.took});
    // A snoozed or released run did not fail.
    if (isEnded(end.state) || disposition.event == JobEvent::FailedForNow)
        m_flow.became(end.lane.queue, end.lane.tenant, end.state, m_ports.clock.now());
}

void Dispatcher::finish(FinishRequest request, Ran ran, std::vector<JobSpec> children, Answer<JobState> told)
{
    std::vector<JobId> ids(children.size());
    for (JobId &id : ids)
        id = m_ids.make();
    m_finishes.push_back({std::move(request), std::move(ran), std::move(children), std::move(ids), std::move(told)});
    ++m_finishesUnderWay;
    schedulePump();
}

void Dispatcher::pumpFinishes()
{
    if (m_finishes.empty())
        return;
    auto pending = std::make_shared<const std::vector<PendingFinish>>(std::exchange(m_finishes, {}));
    std::size_t weight = pending->size();
    for (const PendingFinish &one : *pending)
        weight += one.children.size();
    m_store.ask<Ends>(
        static_cast<int>(weight),
        [pending, &clock = m_ports.clock](Store &store) { return writeEnds(store, *pending, clock.now()); },
        [this, pending](Result<Ends> answer) { finished(*pending, std::move(answer)); });
}

/// On the store's thread, in one commit. A run whose lease was lost leaves nothing behind. There is room for children
/// whatever the limits say: the run that leaves them has used what they were counted for. One whose key is known is
/// there already, whatever it carries.
Result<Dispatcher::Ends> Dispatcher::writeEnds(Store &store, const std::vector<PendingFinish> &pending, TimePoint now)
{
    std::vector<FinishRequest> requests;
    requests.reserve(pending.size());
    for (const PendingFinish &one : pending)
        requests.push_back(one.request);
    auto runs = store.finish(requests, now);
    if (!runs)
        return failure(runs.error());
    Ends ends {std::move(*runs), {}};
    for (std::size_t i = 0; i < pending.size(); ++i) {
        if (!ends.runs[i] || pending[i].children.empty())
            continue;
        auto children = store.enqueue(pending[i].children, pending[i].childIds, now);
        if (!children)
            return failure(children.error());
        for (Result<Enqueued> &child : *children) {
            if (child && child->receipt.isNew)
                ends.children.push_back(std::move(*child));
        }
    }
    return ends;
}

void Dispatcher::finished(const std::vector<PendingFinish> &pending, Result<Ends> answer)
{
    m_finishesUnderWay -= pending.size();
    if (!answer) {
        m_notices.trouble(answer.error());
        if (answer.error().code == ErrorCode::Io || answer.error().code == ErrorCode::Unavailable) {
            for (const PendingFinish &one : pending) {
                if (one.told)
                    one.told(failure(answer.error()));
            }
            schedulePump();
            return; // the engine ends; the runs are found at the next start
        }
        m_finishesUnderWay += pending.size();
        m_ports.timers.start(afterTrouble, [this, pending] {
            m_finishes.insert(m_finishes.end(), pending.begin(), pending.end());
            schedulePump();
        });
        return;
    }
    for (std::size_t i = 0; i < pending.size(); ++i) {
        const Result<Finished> &end = answer->runs[i];
        if (pending[i].told)
            pending[i].told(end ? Result<JobState>(end->state) : Result<JobState>(failure(end.error())));
        if (end)
            countEnd(*end, pending[i].request.disposition, pending[i].ran);
        if (!end)
            m_notices.trouble(end.error());
        else if (end->ready)
            arrived(end->lane, *end->ready);
        else if (end->due)
            m_dueTimer.wakeAt(*end->due);
    }
    if (!answer->children.empty()) {
        m_notices.spawned(answer->children.size());
        enqueued(answer->children);
    }
    schedulePump();
}

void Dispatcher::reportProgress(Seq seq, Progress progress)
{
    const auto found = m_active.find(seq);
    if (found != m_active.end())
        found->second.progress = std::move(progress);
}

// --- acts of operators -----------------------------------------------------------------------------------------------

void Dispatcher::acted(const Acted &acted)
{
    if (acted.ready) {
        arrived(acted.lane, *acted.ready);
        return;
    }
    const auto found = m_active.find(acted.seq);
    if (acted.runningToken) {
        if (found != m_active.end() && found->second.run->token == *acted.runningToken)
            found->second.run->cancellation->request(Cancellation::Reason::Cancelled);
        return;
    }
    if (acted.hasEnded)
        m_flow.became(acted.lane.queue, acted.lane.tenant, acted.state, m_ports.clock.now());
    if (m_scheduler.remove(acted.lane, acted.seq))
        m_windows.consumed(acted.lane);
    m_notices.roomFreed(acted.lane);
    schedulePump();
}

void Dispatcher::applyPause(const Pause &pause, bool isPaused)
{
    m_scheduler.setPaused(pause.queue, pause.tenant, isPaused);
    std::erase_if(
        m_pauses, [&](const Pause &kept) { return kept.queue == pause.queue && kept.tenant == pause.tenant; });
}

void Dispatcher::pause(const Pause &pause)
{
    applyPause(pause, true);
    m_pauses.push_back(pause);
}

void Dispatcher::resume(const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant)
{
    applyPause({.queue = queue, .tenant = tenant, .who = {}, .why = {}, .since = {}}, false);
    schedulePump();
}

void Dispatcher::setTenant(const TenantSettings &settings)
{
    const TenantLimits limits = m_settings.limitsOf(settings);
    m_scheduler.setTenant(settings.name, {limits.weight, limits.concurrency, limits.rate}, m_ports.clock.now());
    m_retryBudgets.setTenant(settings.name, limits.retryShare, m_ports.clock.now());
    m_limits.insert_or_assign(settings.name, limits);
    m_notices.limitsChanged(settings.name);
    schedulePump();
}

void Dispatcher::configure(const EngineSettings &settings)
{
    m_settings = settings;
    for (const QueueSettings &queue : m_settings.queues) {
        if (m_scaling.contains(queue.name))
            applyScaling(queue.name);
        else
            m_scheduler.setQueue(queue.name, queueShareOf(queue));
        m_retryBudgets.setQueue(queue.name, queue.retryShare, m_ports.clock.now());
    }
    schedulePump();
}

// --- leases, stop ----------------------------------------------------------------------------------------------------

void Dispatcher::renewLeases()
{
    Microseconds lease = std::chrono::seconds {60};
    for (const QueueSettings &queue : m_settings.queues)
        lease = std::min(lease, queue.lease);
    m_ports.timers.start(lease / 3, [this] { renewLeases(); });
    m_windows.retryFailed();
    recountRuns();
    if (m_active.empty())
        return;
    std::vector<std::pair<Seq, Token>> runs;
    for (const auto &[seq, active] : m_active)
        runs.emplace_back(seq, active.run->token);
    const TimePoint until = m_ports.clock.now() + lease;
    m_store.ask<std::vector<Result<>>>(
        static_cast<int>(runs.size()), [runs, until](Store &store) { return store.renew(runs, until); },
        [this](Result<std::vector<Result<>>> answer) {
            if (!answer)
                m_notices.trouble(answer.error());
        });
}

/// Limits of runs at once are counted as runs begin and end; here they are held against the leases.
void Dispatcher::recountRuns()
{
    if (m_claimsUnderWay > 0)
        return; // picked, and not yet a lease
    std::vector<LaneIndex> runs;
    for (const auto &[seq, active] : m_active)
        runs.push_back(active.pick.index);
    if (m_scheduler.recount(runs)) {
        m_notices.trouble({ErrorCode::Internal, "the count of runs did not agree with the leases; it was set right"});
        schedulePump();
    }
}

void Dispatcher::stop(StopMode mode, std::function<void()> stopped)
{
    m_isStopping = true;
    m_stopped = std::move(stopped);
    refusePulls();
    switch (mode) {
    case StopMode::Drain:
        m_ports.timers.start(m_settings.drainLimit, [this] { interruptRuns(Cancellation::Reason::Shutdown); });
        break;
    case StopMode::Now:
        interruptRuns(Cancellation::Reason::Shutdown);
        break;
    }
    schedulePump();
}

void Dispatcher::interruptRuns(Cancellation::Reason reason)
{
    releaseLeases();
    for (const auto &[seq, active] : m_active)
        active.run->cancellation->request(reason);
    m_ports.timers.start(interruptLimit, [this] { releaseStragglers(); });
}

void Dispatcher::releaseStragglers()
{
    for (const auto &[seq, active] : m_active) {
        const JobSpec &spec = active.run->job.spec;
        finish(
            {seq, active.run->token,
                decideAfterRun(Released {}, active.run->attempt, {}, spec.retry, m_ports.clock.now(), m_ports.random)},
            {.attempt = active.run->attempt, .worker = active.workerName});
    }
    m_active.clear();
}

void Dispatcher::checkStopped()
{
    if (!m_isStopping || !m_stopped || !m_active.empty() || m_finishesUnderWay > 0 || m_claimsUnderWay > 0)
        return;
    if (!m_isLeftInOrder) {
        m_isLeftInOrder = true;
        m_finishesUnderWay += 2; // not before these are written
        const auto written = [this] {
            --m_finishesUnderWay;
            schedulePump();
        };
        saveFlow(m_ports.clock.now(), written);
        saveDebts(written);
        return;
    }
    std::exchange(m_stopped, {})();
}

void Dispatcher::checkIdle()
{
    if (m_isRunning && m_active.empty() && m_finishesUnderWay == 0 && m_claimsUnderWay == 0 && m_dueTimer.isIdle()
        && m_scheduler.size() == 0 && !m_windows.isBacklogOnDisk())
        m_notices.becameIdle();
}

// --- what it tells ---------------------------------------------------------------------------------------------------

DispatchSnapshot Dispatcher::snapshot(DispatchSnapshot::With with) const
{
    DispatchSnapshot picture;
    const TimePoint now = m_ports.clock.now();
    switch (with) {
    case DispatchSnapshot::With::Workers:
        break;
    case DispatchSnapshot::With::Queues:
        for (const QueueSettings &queue : m_settings.queues) {
            const FlowCell recent = m_flow.recentOf(queue.name, now);
            const std::optional<ReadyJob> oldest = m_scheduler.oldestIn(queue.name);
            picture.queueFlow.emplace(queue.name,
                QueueFlow {m_flow.totalsOf(queue.name), quantilesOf(recent.queueTime), quantilesOf(recent.runTime),
                    oldest ? std::optional(oldest->seq) : std::nullopt, queue.weight});
        }
        break;
    case DispatchSnapshot::With::Tenants:
        picture.tenants = m_tenantStats;
        for (const auto &[tenant, recent] : m_flow.recentByTenant(now))
            picture.tenantFlow.emplace(tenant, TenantFlow {quantilesOf(recent.queueTime), quantilesOf(recent.runTime)});
        break;
    }
    picture.isStopping = m_isStopping;
    for (const auto &[queue, scaling] : m_scaling)
        picture.workersByQueue[queue] = {scaling.workers(), scaling.byHand.has_value()};
    picture.finished = m_finishedCount;
    picture.limits = m_limits;
    picture.pauses = m_pauses;
    for (std::size_t i = 0; i < m_workers.size(); ++i) {
        picture.workers += m_workers[i].isThere() ? 1 : 0;
        WorkerView view;
        view.worker = "worker-" + std::to_string(i);
        view.state = "idle";
        view.processed = m_workers[i].processed;
        view.failed = m_workers[i].failed;
        view.retried = m_workers[i].retried;
        view.mailbox = std::max(m_workers[i].load - 1, 0);
        picture.workerViews.push_back(std::move(view));
    }
    for (const auto &[seq, active] : m_active) {
        const Run &run = *active.run;
        ++picture.runningByQueue[run.job.spec.queue];
        if (active.worker == noWorker) {
            WorkerView elsewhere {.worker = active.workerName,
                .state = "busy",
                .job = run.job.id,
                .queue = run.job.spec.queue,
                .tenant = run.job.spec.tenant,
                .since = run.started,
                .processed = 0,
                .failed = 0};
            picture.workerViews.push_back(std::move(elsewhere));
            continue;
        }
        WorkerView &view = picture.workerViews[static_cast<std::size_t>(active.worker)];
        if (view.since && *view.since <= run.started)
            continue; // it works on an older one; this one waits in its mailbox
        picture.busy += view.since ? 0 : 1;
        view.state = "busy";
        view.job = run.job.id;
        view.queue = run.job.spec.queue;
        view.tenant = run.job.spec.tenant;
        view.since = run.started;
    }
    for (std::size_t i = m_workers.size(); i > 0; --i) {
        if (!m_workers[i - 1].isThere())
            picture.workerViews.erase(picture.workerViews.begin() + static_cast<std::ptrdiff_t>(i - 1));
    }
    return picture;
}

std::optional<Progress> Dispatcher::progressOf(const JobId &id) const
{
    for (const auto &[seq, active] : m_active) {
        if (active.run->job.id == id)
            return active.progress;
    }
    return std::nullopt;
}

} // namespace fairlead

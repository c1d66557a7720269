// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/finishes.h"

#include "engine/domain/job_specs.h"

#include <algorithm>

namespace fairlead {

Finishes::Finishes(
    const SettingsReader &settings, const DispatchPorts &ports, const DispatchNotices &notices, Parts parts)
    : m_settings(settings)
    , m_ports(ports)
    , m_notices(notices)
    , m_parts(parts)
    , m_store(ports.store, ports.home)
    , m_ids(ports.clock, ports.random)
{
}

// --- deciding --------------------------------------------------------------------------------------------------------

void Finishes::end(RunEnded ended, Answer<JobState> told)
{
    const std::optional<LiveRun> active = m_parts.runs.take(ended.seq, ended.token);
    if (!active)
        return; // the run was released before
    Result<std::vector<JobSpec>> children;
    if (auto *succeeded = std::get_if<Succeeded>(&ended.outcome))
        children = childrenOf(active->run->job.id, std::move(succeeded->spawned));
    if (!children)
        ended.outcome = Rejected {"bad_spawn", std::exchange(children, {}).error().text};
    RunDecision decision = decide(*active, ended);
    m_parts.scheduler.charge(
        active->selection, ended.wasCalled ? std::optional(ended.runTime) : std::nullopt, ended.outcome);
    m_parts.runs.countEnd(*active, decision, m_ports.clock.monotonicNow());
    m_parts.flow.ran(*active, ended, decision);
    std::shared_ptr<const LogText> log = logToKeep(*active->run, decision);
    add({ended.seq, ended.token, std::move(decision), std::move(log)},
        {active->run->attempt, active->workerName, ended.runTime}, std::move(*children), std::move(told));
}

RunDecision Finishes::decide(const LiveRun &active, const RunEnded &ended) const
{
    const JobSpec &spec = active.run->job.spec;
    const EngineSettings &settings = m_settings.engine();
    const TimePoint now = m_ports.clock.now();
    RunDecision decision = decideAfterRun(ended.outcome, active.run->attempt,
        settings.attemptLimitsOf(spec.queue, spec.maxAttempts), spec.retry, now, m_ports.random);
    if (decision.event == JobEvent::FailedForNow && decision.due)
        decision.due = m_parts.retryBudgets.spend(spec.queue, spec.tenant, *decision.due, now);
    if (decision.result.bytes.size() > settings.jobLimits.resultBytesMax) {
        decision.result.bytes.resize(settings.jobLimits.resultBytesMax);
        decision.result.contentType = "application/octet-stream"; // a part is not what its type says
    }
    return decision;
}

std::shared_ptr<const LogText> Finishes::logToKeep(const Run &run, const RunDecision &decision) const
{
    const QueueSettings *queue = m_settings.engine().findQueue(run.job.spec.queue);
    const LogKept kept = queue ? queue->log : LogKept::None;
    const bool isKept = kept == LogKept::All || (kept == LogKept::Failed && !decision.errorClass.empty());
    LogText text = isKept ? run.log->text() : LogText {};
    return text.size() > 0 ? std::make_shared<const LogText>(std::move(text)) : nullptr;
}

Result<std::vector<JobSpec>> Finishes::childrenOf(const JobId &parent, std::vector<NewJob> spawned) const
{
    if (spawned.size() > Succeeded::spawnedMax)
        return failure(
            ErrorCode::TooLarge, "a run may spawn at most " + std::to_string(Succeeded::spawnedMax) + " jobs");
    std::vector<JobSpec> specs;
    std::size_t bytes = 0;
    for (NewJob &job : spawned) {
        job.parent = parent;
        bytes += job.payload.size();
        Result<JobSpec> spec = checkedSpec(job, m_settings.engine(), m_ports.clock.now());
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

void Finishes::giveBack(const ClaimedJob &job)
{
    add({job.job.seq, job.token, decideAfterRun(Released {}, job.attempt, {}, {}, job.started, m_ports.random)},
        {.attempt = job.attempt});
}

void Finishes::releaseAll()
{
    for (const auto &[seq, active] : m_parts.runs.runs()) {
        const Run &run = *active.run;
        add({seq, run.token,
                decideAfterRun(Released {}, run.attempt, {}, run.job.spec.retry, m_ports.clock.now(), m_ports.random)},
            {.attempt = run.attempt, .worker = active.workerName});
    }
    m_parts.runs.clear();
}

void Finishes::add(FinishRequest request, RunStats stats, std::vector<JobSpec> children, Answer<JobState> told)
{
    std::vector<JobId> ids(children.size());
    for (JobId &id : ids)
        id = m_ids.make();
    m_pending.push_back({std::move(request), std::move(stats), std::move(children), std::move(ids), std::move(told)});
    ++m_underWay;
    m_parts.turn.ask();
}

// --- writing ---------------------------------------------------------------------------------------------------------

void Finishes::pump()
{
    if (m_pending.empty())
        return;
    auto pending = std::make_shared<const std::vector<Pending>>(std::exchange(m_pending, {}));
    std::size_t weight = pending->size();
    for (const Pending &one : *pending)
        weight += one.children.size();
    m_store.ask<FinishBatch>(
        static_cast<int>(weight),
        [pending, &clock = m_ports.clock](StoreSession &store) { return write(store, *pending, clock.now()); },
        [this, pending](Result<FinishBatch> batch) {
            if (batch)
                written(*pending, std::move(batch));
            else
                notWritten(*pending, batch.error());
        });
}

/// Runs on the store's thread, in one commit. A run whose lease was lost leaves no jobs behind. Spawned jobs are
/// accepted even above the limits, because the run has used the room they were counted for. A spawned job whose key is
/// known counts as accepted, whatever its body is.
Result<Finishes::FinishBatch> Finishes::write(StoreSession &store, const std::vector<Pending> &pending, TimePoint now)
{
    std::vector<FinishRequest> requests;
    requests.reserve(pending.size());
    for (const Pending &one : pending)
        requests.push_back(one.request);
    FinishBatch batch;
    FAIRLEAD_TRY(batch.runs, store.jobs().finish(requests, now));
    for (std::size_t i = 0; i < pending.size(); ++i) {
        if (!batch.runs[i] || pending[i].children.empty())
            continue;
        FAIRLEAD_TRY(auto children, store.jobs().enqueue(pending[i].children, pending[i].childIds, now));
        for (Result<Enqueued> &child : children) {
            if (child && child->receipt.isNew)
                batch.children.push_back(std::move(*child));
        }
    }
    return batch;
}

void Finishes::notWritten(const std::vector<Pending> &pending, const Error &error)
{
    m_notices.trouble(error);
    if (error.code == ErrorCode::Io || error.code == ErrorCode::Unavailable) {
        m_underWay -= pending.size();
        for (const Pending &one : pending) {
            if (one.told)
                one.told(failure(error));
        }
        m_parts.turn.ask();
        return; // the engine ends; the runs are found at the next start
    }
    noteRefused(pending, error);
    m_ports.timers.start(afterTrouble, [this, pending] {
        m_pending.reserve(m_pending.size() + pending.size());
        for (Pending again : pending) {
            again.wasRefused = true;
            m_pending.push_back(std::move(again));
        }
        m_parts.turn.ask();
    });
}

void Finishes::noteRefused(const std::vector<Pending> &pending, const Error &error)
{
    if (m_refused.count == 0)
        m_refused.since = m_ports.clock.monotonicNow();
    m_refused.count += static_cast<std::size_t>(
        std::count_if(pending.begin(), pending.end(), [](const Pending &one) { return !one.wasRefused; }));
    m_refused.why = error.text;
}

std::optional<HealthFacts::RefusedEnds> Finishes::refused() const
{
    if (m_refused.count == 0)
        return std::nullopt;
    return HealthFacts::RefusedEnds {
        static_cast<std::int64_t>(m_refused.count), m_ports.clock.monotonicNow() - m_refused.since, m_refused.why};
}

void Finishes::written(const std::vector<Pending> &pending, Result<FinishBatch> batch)
{
    m_underWay -= pending.size();
    for (std::size_t i = 0; i < pending.size(); ++i) {
        m_refused.count -= pending[i].wasRefused ? 1 : 0;
        const Result<Finished> &end = batch->runs[i];
        if (pending[i].told)
            pending[i].told(end ? Result<JobState>(end->state) : Result<JobState>(failure(end.error())));
        if (!end) {
            m_notices.trouble(end.error());
            continue;
        }
        m_parts.flow.ended(*end, pending[i].request.decision, pending[i].stats);
        if (end->ready)
            m_parts.arrivals.arrived(end->lane, *end->ready);
        else if (end->due)
            m_parts.arrivals.scheduled(*end->due);
    }
    if (!batch->children.empty()) {
        m_notices.spawned(batch->children.size());
        m_parts.arrivals.enqueued(batch->children);
    }
    m_parts.turn.ask();
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/memory/memory_job_store.h"

#include "engine/storage/idempotent_body.h"
#include "engine/storage/job_errors.h"
#include "engine/storage/job_events.h"

#include <algorithm>

namespace fairlead {

namespace {
/// The answer of `step` to each item.
template <typename T, typename Item, typename Step>
std::vector<Result<T>> answersOf(std::span<const Item> items, const Step &step)
{
    std::vector<Result<T>> answers;
    answers.reserve(items.size());
    for (const Item &item : items)
        answers.push_back(step(item));
    return answers;
}

MemoryEnd endOf(JobState state, TimePoint now, std::string_view errorClass = {}, std::string_view text = {})
{
    MemoryEnd end {.state = state, .finished = now, .result = {}, .fingerprint = {}};
    if (state == JobState::Dead || state == JobState::Expired)
        end.fingerprint = errorFingerprint(errorClass, text);
    return end;
}

// --- enqueue ---------------------------------------------------------------------------------------------------------

Enqueued existing(const MemoryRecord &record)
{
    return {{record.job->id, false, record.state()}, record.lane(), {}, {}};
}

/// The answer to a job whose keys are known; empty for a new one.
std::optional<Result<Enqueued>> knownByKeys(const MemoryState &state, const JobSpec &spec, TimePoint now)
{
    const MemoryJobs &jobs = state.jobs;
    const auto *entry =
        spec.idempotencyKey.empty() ? nullptr : jobs.idempotency.find({spec.tenant, spec.idempotencyKey});
    if (entry && entry->expires > now) {
        if (entry->body != idempotentRequest(spec))
            return Result<Enqueued>(failure(keyCameWithAnotherBody(spec)));
        return Result<Enqueued>(existing(jobs.records().at(entry->seq)));
    }
    if (const auto holder = jobs.holderOf({spec.queue, spec.tenant, spec.uniqueKey}))
        return Result<Enqueued>(existing(jobs.records().at(*holder)));
    return std::nullopt;
}

/// The holder of the unique key is the answer to this request, also when it comes again after the holder's end.
void rememberAnswer(MemoryState &state, const JobSpec &spec, TimePoint now)
{
    const auto holder = state.jobs.holderOf({spec.queue, spec.tenant, spec.uniqueKey});
    if (spec.idempotencyKey.empty() || !holder)
        return;
    const MemoryJobs::IdempotencyKey key {spec.tenant, spec.idempotencyKey};
    const auto *entry = state.jobs.idempotency.find(key);
    if (!entry || entry->expires <= now)
        state.jobs.idempotency.set(
            key, MemoryJobs::IdempotencyEntry {idempotentRequest(spec), *holder, now + idempotencyKept});
}

Result<Enqueued> enqueueOne(MemoryState &state, const JobSpec &spec, const JobId &id, TimePoint now)
{
    if (const MemoryRecord *same = state.jobs.find(id)) {
        if (idempotentBody(same->job->spec) != idempotentBody(spec))
            return failure(idCameWithAnotherBody(id));
        return existing(*same);
    }
    if (auto answer = knownByKeys(state, spec, now)) {
        if (*answer)
            rememberAnswer(state, spec, now);
        return std::move(*answer);
    }
    const JobNumber seq {state.jobs.nextNumber()};
    MemoryRecord record;
    record.job = std::make_shared<const Job>(Job {id, seq, now, spec});
    Enqueued answer {{id, true, JobState::Ready}, record.lane(), {}, {}};
    if (const TimePoint due = dueWithin(spec.runAt.value_or(now), spec.deadline, now); due > now) {
        record.due = answer.due = due;
        answer.receipt.state = JobState::Scheduled;
    } else {
        record.position = QueuePosition {static_cast<std::int64_t>(seq)};
        answer.ready = record.ready();
    }
    state.jobs.put(std::move(record));
    if (!spec.idempotencyKey.empty())
        state.jobs.idempotency.set({spec.tenant, spec.idempotencyKey},
            MemoryJobs::IdempotencyEntry {idempotentRequest(spec), seq, now + idempotencyKept});
    state.journal.note(acceptedEvent(answer, now));
    return answer;
}

// --- runs ------------------------------------------------------------------------------------------------------------

Result<ClaimedJob> claimOne(MemoryState &state, const ClaimRequest &request, Incarnation incarnation, TimePoint now)
{
    const auto found = state.jobs.records().find(request.job.seq);
    if (found == state.jobs.records().end() || found->second.position != request.job.position
        || found->second.lane() != request.lane)
        return failure(isNotWaiting());
    const MemoryRecord &record = found->second;
    MemoryRecord next = record.lifted();
    if (record.job->spec.deadline && now > *record.job->spec.deadline) {
        next.end = endOf(JobState::Expired, now, "expired");
        state.journal.note(unstartedEvent(*record.job, JobState::Expired, "expired", now));
        state.jobs.put(std::move(next));
        return failure(deadlineHasPassed());
    }
    next.run = MemoryRun {record.attempts + 1, state.jobs.nextToken(), request.worker, now, {}, incarnation, false};
    next.startedAt = now;
    ClaimedJob answer {*record.job, next.run->attempt, record.crashes, next.run->token, now};
    if (request.spent)
        state.settings.spentRates.set(request.lane.tenant, *request.spent);
    state.jobs.put(std::move(next));
    state.journal.note(startedEvent(answer, request.worker));
    return answer;
}

Result<Finished> finishOne(MemoryState &state, const FinishRequest &request, TimePoint now)
{
    const MemoryRecord *record = state.jobs.findRunning(request.seq, request.token);
    if (!record)
        return failure(outcomeOfAnotherRun());
    const MemoryRun &run = *record->run;
    const RunDecision &decision = request.decision;
    const JobState after =
        run.isCancelRequested && decision.state != JobState::Succeeded ? JobState::Cancelled : decision.state;
    MemoryRecord next = record->lifted();
    next.attempts += decision.countsAsAttempt ? 1 : 0;
    next.crashes += decision.countsAsCrash ? 1 : 0;
    if (!decision.errorClass.empty())
        next.addError({run.attempt, run.worker, run.started, now, decision.errorClass, decision.errorText, {}});
    if (request.log)
        next.addLog({run.attempt, run.started, request.log});
    Finished answer {record->job->id, record->lane(), after, {}, {}};
    if (isEnded(after)) {
        next.end = endOf(after, now, decision.errorClass, decision.errorText);
        if (after == JobState::Succeeded)
            next.end->result = decision.result;
    } else if (after == JobState::Scheduled && decision.due) {
        next.due = answer.due = dueWithin(*decision.due, record->job->spec.deadline, now);
    } else if (after == JobState::Ready) {
        next.position = state.jobs.nextPosition();
        answer.ready = next.ready();
    } else {
        return failure(cannotEndAs(after));
    }
    state.journal.note(finishedEvent(answer, decision, run.attempt, run.cancelledBy, now));
    state.jobs.put(std::move(next));
    return answer;
}

Result<> changeRun(MemoryState &state, JobNumber seq, Token token, const std::function<void(MemoryRun &)> &change)
{
    const MemoryRecord *record = state.jobs.findRunning(seq, token);
    if (!record)
        return failure(notThePresentRun());
    MemoryRecord next = *record;
    change(*next.run);
    state.jobs.put(std::move(next));
    return {};
}

// --- acts of operators -----------------------------------------------------------------------------------------------

Result<StateChange> cancelOne(MemoryState &state, const JobId &id, const std::string &who, TimePoint now)
{
    const MemoryRecord *record = state.jobs.findKept(id);
    if (!record)
        return failure(noJob(id));
    if (record->end)
        return failure(hasEnded(id, record->end->state));
    StateChange answer {id, record->job->seq, record->lane(), JobState::Cancelled, {}, {}};
    if (record->run) {
        MemoryRecord next = *record;
        next.run->isCancelRequested = true;
        next.run->cancelledBy = who;
        answer.state = JobState::Running;
        answer.runningToken = next.run->token;
        state.jobs.put(std::move(next));
        return answer;
    }
    MemoryRecord next = record->lifted();
    next.end = endOf(JobState::Cancelled, now);
    answer.hasEnded = true;
    state.jobs.put(std::move(next));
    state.journal.note(*changeEvent(answer, now, {.who = who}));
    return answer;
}

std::vector<JobNumber> waitingIn(const MemoryState &state, const Lane &lane, DropRequest::First first)
{
    std::vector<JobNumber> jobs;
    if (const auto found = state.jobs.lanes().find(lane); found != state.jobs.lanes().end()) {
        for (const auto &[position, seq] : found->second)
            jobs.push_back(seq);
    }
    if (first == DropRequest::First::Newest)
        std::reverse(jobs.begin(), jobs.end());
    return jobs;
}

/// The jobs to drop, in the order of dropping. Empty when they would not make enough room.
std::vector<JobNumber> victimsOf(const MemoryState &state, const DropRequest &request)
{
    std::vector<JobNumber> victims;
    BacklogSize found;
    const auto isEnough = [&] { return found.jobs >= request.needed.jobs && found.bytes >= request.needed.bytes; };
    for (auto priority = allPriorities.rbegin(); priority != allPriorities.rend() && *priority >= request.highest;
         ++priority) {
        for (const JobNumber seq : waitingIn(state, {request.queue, *priority, request.tenant}, request.first)) {
            if (isEnough() || victims.size() == dropMost)
                break;
            victims.push_back(seq);
            ++found.jobs;
            found.bytes += static_cast<std::int64_t>(state.jobs.records().at(seq).job->spec.payload.size());
        }
    }
    return isEnough() ? victims : std::vector<JobNumber> {};
}

StateChange dropOne(MemoryState &state, JobNumber seq, TimePoint now)
{
    const MemoryRecord &record = state.jobs.records().at(seq);
    StateChange dropped {record.job->id, seq, record.lane(), JobState::Cancelled, {}, {}, true};
    MemoryRecord next = record.lifted();
    next.addError(droppedError(now));
    next.end = endOf(JobState::Cancelled, now);
    state.jobs.put(std::move(next));
    state.journal.note(*changeEvent(dropped, now, {.text = droppedError(now).errorClass}));
    return dropped;
}

Result<StateChange> retryOne(MemoryState &state, const JobId &id, const RetryTerms &terms, TimePoint now)
{
    const MemoryRecord *record = state.jobs.findKept(id);
    if (!record)
        return failure(noJob(id));
    if (!stateAfter(record->state(), JobEvent::Retried))
        return failure(cannotBeRetried(id, record->state()));
    const JobSpec &spec = record->job->spec;
    const std::optional<TimePoint> until = terms.deadline ? terms.deadline->at(now) : spec.deadline;
    if (until && now > *until)
        return failure(wouldExpireAtOnce(id, *until));
    if (state.jobs.holderOf({spec.queue, spec.tenant, spec.uniqueKey}))
        return failure(keyIsHeldByAnother(*record->job));
    MemoryRecord next = record->lifted();
    if (until != spec.deadline) {
        Job changed = *next.job;
        changed.spec.deadline = until;
        next.job = std::make_shared<const Job>(std::move(changed));
    }
    next.attempts = 0;
    next.crashes = 0;
    next.retriedBy = terms.operation;
    next.position = state.jobs.nextPosition();
    StateChange answer {id, record->job->seq, record->lane(), JobState::Ready, {}, next.ready()};
    state.jobs.put(std::move(next));
    state.journal.note(*changeEvent(answer, now));
    return answer;
}

Result<StateChange> removeOne(MemoryState &state, const JobId &id, TimePoint now)
{
    const MemoryRecord *record = state.jobs.findKept(id);
    if (!record)
        return failure(noJob(id));
    if (record->run)
        return failure(isRunning(id));
    MemoryRecord next = *record;
    if (!record->end) {
        next = record->lifted();
        next.end = endOf(JobState::Cancelled, now);
    }
    next.deleted = now;
    const StateChange answer {id, record->job->seq, record->lane(), next.end->state, {}, {}, !record->end};
    state.jobs.put(std::move(next));
    if (answer.hasEnded)
        state.journal.note(*changeEvent(answer, now));
    state.journal.note(changedEvent(EventKind::JobDeleted, id, answer.lane, now));
    return answer;
}

Result<StateChange> restoreOne(MemoryState &state, const JobId &id, TimePoint now)
{
    const MemoryRecord *record = state.jobs.find(id);
    if (!record)
        return failure(noJob(id));
    if (!record->deleted)
        return failure(wasNotDeleted(id));
    MemoryRecord next = *record;
    next.deleted.reset();
    const StateChange answer {id, record->job->seq, record->lane(), next.end->state, {}, {}};
    state.jobs.put(std::move(next));
    state.journal.note(changedEvent(EventKind::JobRestored, id, answer.lane, now));
    return answer;
}

Result<Moved> moveOne(MemoryState &state, const JobId &id, const LaneChange &change, TimePoint now)
{
    const MemoryRecord *record = state.jobs.findKept(id);
    if (!record)
        return failure(noJob(id));
    if (!record->position && !record->due)
        return failure(cannotBeMoved(id, record->state()));
    Job job = *record->job;
    job.spec.queue = change.queue.value_or(job.spec.queue);
    job.spec.priority = change.priority.value_or(job.spec.priority);
    const Lane to {job.spec.queue, job.spec.priority, job.spec.tenant};
    if (to == record->lane())
        return failure(isThereAlready(id));
    if (to.queue != record->lane().queue && state.jobs.holderOf({to.queue, to.tenant, job.spec.uniqueKey}))
        return failure(keyIsHeldThere(id));
    Moved answer {{id, job.seq, record->lane(), JobState::Cancelled, {}, {}}, to, {}};
    MemoryRecord next = *record;
    next.job = std::make_shared<const Job>(std::move(job));
    if (next.position) {
        next.position = state.jobs.nextPosition();
        answer.ready = next.ready();
    }
    state.jobs.put(std::move(next));
    state.journal.note(changedEvent(EventKind::JobMoved, id, to, now));
    return answer;
}

Result<Replaced> replaceOne(MemoryState &state, const Replacement &request, TimePoint now)
{
    const MemoryRecord *record = state.jobs.findKept(request.old);
    if (!record)
        return failure(noJob(request.old));
    if (!record->position && !record->due)
        return failure(cannotBeEdited(request.old, record->state()));
    if (record->lane() != request.lane || record->job->spec.deadline != request.deadline)
        return failure(wasChanged(request.old));
    if (state.jobs.find(request.id))
        return failure(idCameWithAnotherBody(request.id));
    const AttemptError error = editedError(request.id, now);
    StateChange ended {request.old, record->job->seq, record->lane(), JobState::Cancelled, {}, {}, true};
    MemoryRecord next = record->lifted();
    next.addError(error);
    next.end = endOf(JobState::Cancelled, now);
    state.jobs.put(std::move(next));
    state.journal.note(*changeEvent(ended, now, {.who = request.who, .text = error.errorClass}));
    FAIRLEAD_TRY(Enqueued accepted, enqueueOne(state, request.spec, request.id, now));
    return Replaced {std::move(ended), std::move(accepted)};
}

Result<> tagOne(MemoryState &state, const JobId &id, const TagChange &change, const std::string &who, TimePoint now)
{
    const MemoryRecord *record = state.jobs.findKept(id);
    if (!record)
        return failure(noJob(id));
    Job tagged = *record->job;
    FAIRLEAD_TRY(tagged.spec.tags, change.of(record->job->spec.tags));
    if (tagged.spec.tags == record->job->spec.tags)
        return {};
    state.journal.note(taggedEvent(tagged, who, now));
    MemoryRecord next = *record;
    next.job = std::make_shared<const Job>(std::move(tagged));
    state.jobs.put(std::move(next));
    return {};
}
} // namespace

// --- the verbs -------------------------------------------------------------------------------------------------------

Result<std::vector<Result<Enqueued>>> MemoryJobStore::enqueue(
    std::span<const JobSpec> specs, std::span<const JobId> ids, TimePoint now)
{
    const MemoryCommit commit(m_life, now);
    std::vector<Result<Enqueued>> answers;
    answers.reserve(specs.size());
    for (std::size_t i = 0; i < specs.size(); ++i)
        answers.push_back(enqueueOne(*commit, specs[i], ids[i], now));
    return answers;
}

Result<std::optional<Result<Enqueued>>> MemoryJobStore::findKnown(const JobSpec &spec, TimePoint now)
{
    const MemoryCommit commit(m_life);
    return knownByKeys(*commit, spec, now);
}

Result<std::vector<Result<ClaimedJob>>> MemoryJobStore::claim(std::span<const ClaimRequest> requests, TimePoint now)
{
    const MemoryCommit commit(m_life, now);
    return answersOf<ClaimedJob>(
        requests, [&](const ClaimRequest &request) { return claimOne(*commit, request, m_life.incarnation, now); });
}

Result<std::vector<Result<Finished>>> MemoryJobStore::finish(std::span<const FinishRequest> requests, TimePoint now)
{
    const MemoryCommit commit(m_life, now);
    return answersOf<Finished>(
        requests, [&](const FinishRequest &request) { return finishOne(*commit, request, now); });
}

Result<std::vector<Result<>>> MemoryJobStore::renew(std::span<const std::pair<JobNumber, Token>> runs, TimePoint until)
{
    const MemoryCommit commit(m_life);
    return answersOf<void>(runs, [&](const std::pair<JobNumber, Token> &run) {
        return changeRun(*commit, run.first, run.second, [until](MemoryRun &held) { held.leaseUntil = until; });
    });
}

Result<std::vector<Result<>>> MemoryJobStore::reassign(std::span<const Reassignment> moves)
{
    const MemoryCommit commit(m_life);
    return answersOf<void>(moves, [&](const Reassignment &move) {
        return changeRun(*commit, move.seq, move.token, [&move](MemoryRun &run) { run.worker = move.worker; });
    });
}

Result<std::vector<Result<StateChange>>> MemoryJobStore::cancel(
    std::span<const JobId> ids, const std::string &who, TimePoint now)
{
    const MemoryCommit commit(m_life, now);
    return answersOf<StateChange>(ids, [&](const JobId &id) { return cancelOne(*commit, id, who, now); });
}

Result<std::vector<StateChange>> MemoryJobStore::drop(const DropRequest &request, TimePoint now)
{
    const MemoryCommit commit(m_life, now);
    std::vector<StateChange> dropped;
    for (const JobNumber seq : victimsOf(*commit, request))
        dropped.push_back(dropOne(*commit, seq, now));
    return dropped;
}

Result<std::vector<Result<StateChange>>> MemoryJobStore::retry(
    std::span<const JobId> ids, const RetryTerms &terms, TimePoint now)
{
    const MemoryCommit commit(m_life, now);
    return answersOf<StateChange>(ids, [&](const JobId &id) { return retryOne(*commit, id, terms, now); });
}

Result<std::vector<Result<StateChange>>> MemoryJobStore::remove(std::span<const JobId> ids, TimePoint now)
{
    const MemoryCommit commit(m_life, now);
    return answersOf<StateChange>(ids, [&](const JobId &id) { return removeOne(*commit, id, now); });
}

Result<std::vector<Result<StateChange>>> MemoryJobStore::restore(std::span<const JobId> ids, TimePoint now)
{
    const MemoryCommit commit(m_life, now);
    return answersOf<StateChange>(ids, [&](const JobId &id) { return restoreOne(*commit, id, now); });
}

Result<std::vector<Result<Moved>>> MemoryJobStore::move(
    std::span<const JobId> ids, const LaneChange &change, TimePoint now)
{
    const MemoryCommit commit(m_life, now);
    return answersOf<Moved>(ids, [&](const JobId &id) { return moveOne(*commit, id, change, now); });
}

Result<std::vector<Result<Replaced>>> MemoryJobStore::replace(std::span<const Replacement> requests, TimePoint now)
{
    const MemoryCommit commit(m_life, now);
    return answersOf<Replaced>(requests, [&](const Replacement &request) { return replaceOne(*commit, request, now); });
}

Result<std::vector<Result<>>> MemoryJobStore::tag(
    std::span<const JobId> ids, const TagChange &change, const std::string &who, TimePoint now)
{
    const MemoryCommit commit(m_life, now);
    return answersOf<void>(ids, [&](const JobId &id) { return tagOne(*commit, id, change, who, now); });
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/idempotent_body.h"
#include "engine/storage/sqlite/sqlite_job_store.h"

namespace fairlead {

namespace {
/// Assigns a job its unique key again; false when another job holds it.
bool takeUniqueKeyAgain(SqliteParts &parts, const StoredJob &stored)
{
    const std::string &key = stored.job.spec.uniqueKey;
    if (key.empty())
        return true;
    if (parts.database->has("unique_holder", stored.lane.queue, stored.lane.tenant, key))
        return false;
    parts.database->statement("insert_unique").run(stored.lane.queue, stored.lane.tenant, key, stored.job.seq);
    return true;
}

Result<StateChange> cancelOne(SqliteParts &parts, const JobId &id, const std::string &who, TimePoint now)
{
    const auto stored = parts.findJob(id);
    if (!stored)
        return failure(noJob(id));
    const JobNumber seq = stored->job.seq;
    if (const ActiveRun *run = parts.runs.find(seq)) {
        const Token token = run->token;
        parts.runs.requestCancel(seq, who);
        return StateChange {id, seq, stored->laneNames(), JobState::Running, token, {}};
    }
    if (const auto outcome = parts.ends.find(seq))
        return failure(hasEnded(id, outcome->state));
    return parts.cancelBacklogged(*stored, now, {.who = who});
}

Result<StateChange> retryOne(SqliteParts &parts, const JobId &id, const RetryTerms &terms, TimePoint now)
{
    const std::optional<RetryDeadline> &deadline = terms.deadline;
    // A row is rewritten whole: its checksum covers the payload.
    auto stored = parts.findJob(id, deadline ? JobRows::Payload::With : JobRows::Payload::Without);
    if (!stored)
        return failure(noJob(id));
    const JobState state = parts.stateOf(stored->job.seq);
    if (!stateAfter(state, JobEvent::Retried))
        return failure(cannotBeRetried(id, state));
    JobSpec &spec = stored->job.spec;
    const std::optional<TimePoint> until = deadline ? deadline->at(now) : spec.deadline;
    if (until && now > *until)
        return failure(wouldExpireAtOnce(id, *until));
    if (until != spec.deadline && !stored->isSound)
        return failure(ErrorCode::Corrupt, "job " + id.text() + " was damaged on disk");
    if (!takeUniqueKeyAgain(parts, *stored))
        return failure(keyIsHeldByAnother(stored->job));
    parts.ends.forget(stored->job.seq);
    if (terms.operation)
        parts.database->statement("put_retried").run(stored->job.seq, SqliteBlob {bytesOf(*terms.operation)});
    else
        parts.database->statement("forget_retried").run(stored->job.seq);
    if (until != spec.deadline) {
        spec.deadline = until;
        parts.recent.take(stored->job.seq); // the accepted copy is out of date now
        parts.jobs.rewrite(*stored);
    }
    const ReadyJob ready = parts.makeReady(stored->job.seq, stored->lane, spec.cost, spec.deadline, now);
    parts.transaction.counters().move(stored->counter(), placeOf(state), Place::Delayed, stored->payloadBytes);
    StateChange changed {id, stored->job.seq, stored->laneNames(), JobState::Ready, {}, ready};
    parts.note(*changeEvent(changed, now), stored->lane);
    return changed;
}

/// The jobs to drop, in the order of dropping. Empty when they would not make enough room.
std::vector<StoredJob> victimsOf(SqliteParts &parts, const DropRequest &request)
{
    const CounterKey numbers = parts.numbersOf(request.queue, request.tenant);
    std::vector<StoredJob> victims;
    BacklogSize found;
    for (auto priority = allPriorities.rbegin(); priority != allPriorities.rend() && *priority >= request.highest;
         ++priority) {
        const LaneKey lane {numbers.first, static_cast<std::int64_t>(*priority), numbers.second};
        const LaneWindow window = request.first == DropRequest::First::Oldest
            ? parts.transaction.waiting().window(lane, -1, dropMost)
            : parts.transaction.waiting().newest(lane, dropMost);
        for (const ReadyJob &job : window.jobs) {
            auto stored = parts.jobs.find(job.seq, JobRows::Payload::Without);
            if (!stored)
                throwDamaged(parts.options.path, "a waiting job is not there");
            ++found.jobs;
            found.bytes += stored->payloadBytes;
            victims.push_back(std::move(*stored));
            if (found.jobs >= request.needed.jobs && found.bytes >= request.needed.bytes)
                return victims;
            if (victims.size() == dropMost)
                return {};
        }
    }
    return {};
}
} // namespace

Result<std::vector<Result<StateChange>>> SqliteJobStore::cancel(
    std::span<const JobId> ids, const std::string &who, TimePoint now)
{
    return forEach(ids, now, [&](const JobId &id) { return cancelOne(m_parts, id, who, now); });
}

Result<std::vector<StateChange>> SqliteJobStore::drop(const DropRequest &request, TimePoint now)
{
    m_parts.noteTime(now);
    return m_parts.transaction.committed([&] {
        std::vector<StateChange> dropped;
        for (const StoredJob &stored : victimsOf(m_parts, request)) {
            const AttemptError error = droppedError(now);
            m_parts.ends.addError(stored.job.seq, error);
            dropped.push_back(m_parts.cancelBacklogged(stored, now, {.text = error.errorClass}));
        }
        return dropped;
    });
}

Result<std::vector<Result<StateChange>>> SqliteJobStore::retry(
    std::span<const JobId> ids, const RetryTerms &terms, TimePoint now)
{
    return forEach(ids, now, [&](const JobId &id) { return retryOne(m_parts, id, terms, now); });
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_job_store.h"

namespace fairlead {

namespace {
/// Moves the unique key of a job to another queue; false when another job holds it there.
bool moveUniqueKey(SqliteParts &parts, const StoredJob &stored, std::int64_t queue)
{
    const std::string &key = stored.job.spec.uniqueKey;
    if (key.empty() || queue == stored.lane.queue)
        return true;
    if (parts.database->has("unique_holder", queue, stored.lane.tenant, key))
        return false;
    parts.database->statement("delete_unique").run(stored.lane.queue, stored.lane.tenant, key);
    parts.database->statement("insert_unique").run(queue, stored.lane.tenant, key, stored.job.seq);
    return true;
}

/// Puts a job into its new lane. REQUIRES: the job is in no place now.
Moved putInto(SqliteParts &parts, StoredJob moved, const Lane &from, std::optional<TimePoint> due, TimePoint now)
{
    const JobNumber seq = moved.job.seq;
    parts.recent.take(seq); // the accepted copy is out of date now
    parts.jobs.rewrite(moved);
    Moved answer {{moved.job.id, seq, from, JobState::Cancelled, {}, {}}, moved.laneNames(), {}};
    if (due)
        parts.delayed.add(seq, *due);
    else
        answer.ready = parts.makeReady(seq, moved.lane, moved.job.spec.cost, moved.job.spec.deadline, now);
    parts.transaction.counters().enter(moved.counter(), Place::Delayed, moved.payloadBytes);
    parts.note(changedEvent(EventKind::JobMoved, moved.job.id, answer.to, now), moved.lane);
    return answer;
}

Result<Moved> moveOne(SqliteParts &parts, const JobId &id, const LaneChange &change, TimePoint now)
{
    const auto stored = parts.findJob(id, JobRows::Payload::With);
    if (!stored)
        return failure(noJob(id));
    const JobNumber seq = stored->job.seq;
    const JobState state = parts.stateOf(seq);
    if (!isWaiting(state))
        return failure(cannotBeMoved(id, state));
    if (!stored->isSound)
        return failure(ErrorCode::Corrupt, "job " + id.text() + " was damaged on disk");
    StoredJob moved = *stored;
    moved.job.spec.queue = change.queue.value_or(moved.job.spec.queue);
    moved.job.spec.priority = change.priority.value_or(moved.job.spec.priority);
    moved.lane.queue = parts.names.queues.numberOf(moved.job.spec.queue.text(), parts.transaction.undo());
    moved.lane.priority = static_cast<std::int64_t>(moved.job.spec.priority);
    if (moved.lane == stored->lane)
        return failure(isThereAlready(id));
    if (!moveUniqueKey(parts, *stored, moved.lane.queue))
        return failure(keyIsHeldThere(id));
    const std::optional<TimePoint> due = state == JobState::Scheduled ? parts.delayed.dueOf(seq) : std::nullopt;
    const Place place = parts.takeFromBacklog(*stored);
    parts.transaction.counters().leave(stored->counter(), place, stored->payloadBytes);
    return putInto(parts, std::move(moved), stored->laneNames(), due, now);
}
} // namespace

Result<std::vector<Result<Moved>>> SqliteJobStore::move(
    std::span<const JobId> ids, const LaneChange &change, TimePoint now)
{
    return forEach(ids, now, [&](const JobId &id) { return moveOne(m_parts, id, change, now); });
}

} // namespace fairlead

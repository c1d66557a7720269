// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/job_events.h"
#include "engine/storage/sqlite/sqlite_parts.h"

namespace fairlead {

namespace {
/// Lets the unique key follow its job; false when another job holds it in the new queue.
Result<bool> moveUniqueKey(SqliteParts &parts, const StoredJob &stored, std::int64_t queue)
{
    const std::string &key = stored.job.spec.uniqueKey;
    if (key.empty() || queue == stored.lane.queue)
        return true;
    {
        SqliteRows rows = parts.database->statement("unique_holder").rows(queue, key);
        const Result<bool> isHeld = rows.next();
        if (!isHeld)
            return failure(isHeld.error());
        if (*isHeld)
            return false;
    }
    if (auto gone = parts.database->statement("delete_unique").run(stored.lane.queue, key); !gone)
        return failure(gone.error());
    if (auto kept = parts.database->statement("insert_unique").run(queue, key, stored.job.seq); !kept)
        return failure(kept.error());
    return true;
}

/// REQUIRES: the job waits or is scheduled, and is in no place now.
Result<Relaned> putInto(
    SqliteParts &parts, StoredJob moved, const Lane &from, std::optional<TimePoint> due, TimePoint now)
{
    const Seq seq = moved.job.seq;
    parts.recent.take(seq); // it is not as it was accepted any more
    if (auto done = parts.jobs.writeLane(moved); !done)
        return failure(done.error());
    Relaned relaned {{moved.job.id, seq, from, JobState::Cancelled, {}, {}}, moved.laneNames(), {}};
    if (due) {
        if (auto done = parts.delayed.add(seq, *due); !done)
            return failure(done.error());
    } else {
        const auto ready = parts.putBack(seq, moved.lane, moved.job.spec.cost, moved.job.spec.deadline, now);
        if (!ready)
            return failure(ready.error());
        relaned.ready = *ready;
    }
    parts.ledger.counters().enter(moved.counter(), Place::Delayed, moved.payloadBytes);
    parts.note(changedEvent(EventKind::JobMoved, moved.job.id, relaned.to, now), moved.lane);
    return relaned;
}
} // namespace

Result<Result<Relaned>> relaneJob(SqliteParts &parts, const JobId &id, const LaneChange &change, TimePoint now)
{
    const auto stored = parts.findJob(id, JobRows::Payload::With);
    if (!stored)
        return failure(stored.error());
    if (!*stored)
        return noJob<Relaned>(id);
    const Seq seq = (*stored)->job.seq;
    const auto state = parts.stateOf(seq);
    if (!state)
        return failure(state.error());
    if (*state != JobState::Ready && *state != JobState::Scheduled)
        return Result<Relaned>(failure(ErrorCode::Conflict,
            "job " + id.text() + " is " + std::string(jobStateName(*state)) + "; only waiting jobs can be moved"));
    if (!(*stored)->isSound)
        return Result<Relaned>(failure(ErrorCode::Corrupt, "job " + id.text() + " was damaged on disk"));
    StoredJob moved = **stored;
    moved.job.spec.queue = change.queue.value_or(moved.job.spec.queue);
    moved.job.spec.priority = change.priority.value_or(moved.job.spec.priority);
    const auto queue = parts.names.queues.numberOf(moved.job.spec.queue.text(), parts.ledger.undo());
    if (!queue)
        return failure(queue.error());
    moved.lane.queue = *queue;
    moved.lane.priority = static_cast<std::int64_t>(moved.job.spec.priority);
    if (moved.lane == (*stored)->lane)
        return Result<Relaned>(failure(ErrorCode::Conflict, "job " + id.text() + " is there already"));
    const auto hasKey = moveUniqueKey(parts, **stored, *queue);
    if (!hasKey)
        return failure(hasKey.error());
    if (!*hasKey)
        return Result<Relaned>(failure(
            ErrorCode::Conflict, "job " + id.text() + " cannot be moved: another job holds its unique key there"));
    std::optional<TimePoint> due;
    if (*state == JobState::Scheduled) {
        const auto set = parts.delayed.dueOf(seq);
        if (!set)
            return failure(set.error());
        due = *set;
    }
    const auto place = takeFromBacklog(parts, **stored);
    if (!place)
        return failure(place.error());
    parts.ledger.counters().leave((*stored)->counter(), *place, (*stored)->payloadBytes);
    auto relaned = putInto(parts, std::move(moved), (*stored)->laneNames(), due, now);
    if (!relaned)
        return failure(relaned.error());
    return relaned;
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_job_store.h"

namespace fairlead {

namespace {
Result<StateChange> removeOne(SqliteParts &parts, const JobId &id, TimePoint now)
{
    const auto stored = parts.findJob(id);
    if (!stored)
        return failure(noJob(id));
    const JobNumber seq = stored->job.seq;
    if (parts.runs.find(seq))
        return failure(isRunning(id));
    StateChange changed {id, seq, stored->laneNames(), JobState::Cancelled, {}, {}};
    if (const auto outcome = parts.ends.find(seq)) {
        changed.state = outcome->state;
    } else {
        parts.cancelBacklogged(*stored, now);
        changed.hasEnded = true;
    }
    parts.database->statement("insert_deleted").run(seq, now);
    parts.database->statement("delete_dead").run(seq);
    parts.transaction.counters().leave(stored->counter(), placeOf(changed.state), stored->payloadBytes);
    parts.note(changedEvent(EventKind::JobDeleted, id, changed.lane, now), stored->lane);
    return changed;
}

Result<StateChange> restoreOne(SqliteParts &parts, const JobId &id, TimePoint now)
{
    const auto seq = parts.jobs.numberOf(id);
    if (!seq)
        return failure(noJob(id));
    const auto outcome = parts.ends.find(*seq);
    const auto stored = parts.jobs.find(*seq, JobRows::Payload::Without);
    if (!parts.ends.isDeleted(*seq) || !outcome || !stored)
        return failure(wasNotDeleted(id));
    for (const char *statement : {"revive_dead", "remove_deleted"})
        parts.database->statement(statement).run(*seq);
    parts.transaction.counters().enter(stored->counter(), placeOf(outcome->state), stored->payloadBytes);
    parts.note(changedEvent(EventKind::JobRestored, id, stored->laneNames(), now), stored->lane);
    return StateChange {id, *seq, stored->laneNames(), outcome->state, {}, {}};
}
} // namespace

Result<std::vector<Result<StateChange>>> SqliteJobStore::remove(std::span<const JobId> ids, TimePoint now)
{
    return forEach(ids, now, [&](const JobId &id) { return removeOne(m_parts, id, now); });
}

Result<std::vector<Result<StateChange>>> SqliteJobStore::restore(std::span<const JobId> ids, TimePoint now)
{
    return forEach(ids, now, [&](const JobId &id) { return restoreOne(m_parts, id, now); });
}

} // namespace fairlead

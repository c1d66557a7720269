// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/job_body.h"
#include "engine/storage/job_events.h"
#include "engine/storage/sqlite/sqlite_parts.h"

namespace fairlead {

namespace {
/// The rows of a job that has ended. REQUIRES: it is in no other place.
Result<> purge(SqliteParts &parts, Seq seq)
{
    const auto stored = parts.jobs.find(seq, JobRows::Payload::Without);
    if (!stored)
        return failure(stored.error());
    SqliteConnection &database = *parts.database;
    Result<> done;
    if (*stored && !(*stored)->job.spec.idempotencyKey.empty())
        done = database.statement("purge_idempotency").run((*stored)->job.spec.idempotencyKey, seq);
    for (std::size_t i = 0; done && *stored && i < (*stored)->job.spec.tags.size(); ++i)
        done = database.statement("purge_tag").run((*stored)->job.spec.tags[i], seq);
    for (const char *statement :
        {"purge_from_block", "purge_errors", "purge_payload", "delete_outcome", "purge_job", "remove_deleted"}) {
        if (done)
            done = database.statement(statement).run(seq);
    }
    return done;
}
} // namespace

Result<Result<Acted>> discardJob(SqliteParts &parts, const JobId &id, TimePoint now)
{
    const auto stored = parts.findJob(id);
    if (!stored)
        return failure(stored.error());
    if (!*stored)
        return noJob<Acted>(id);
    const Seq seq = (*stored)->job.seq;
    if (parts.runs.find(seq))
        return Result<Acted>(failure(ErrorCode::Conflict, "job " + id.text() + " is running; cancel it first"));
    auto outcome = parts.ends.find(seq);
    if (!outcome)
        return failure(outcome.error());
    Acted acted {id, seq, (*stored)->laneNames(), JobState::Cancelled, {}, {}};
    if (*outcome) {
        acted.state = (*outcome)->state;
    } else {
        const auto cancelled = cancelBacklogged(parts, **stored, now);
        if (!cancelled)
            return failure(cancelled.error());
        acted.hasEnded = true;
    }
    if (auto marked = parts.database->statement("insert_deleted").run(seq, now); !marked)
        return failure(marked.error());
    if (auto gone = parts.database->statement("delete_dead").run(seq); !gone)
        return failure(gone.error());
    parts.ledger.counters().leave((*stored)->counter(), placeOf(acted.state), (*stored)->payloadBytes);
    parts.note(changedEvent(EventKind::JobDeleted, id, acted.lane, now), (*stored)->lane);
    return Result<Acted>(std::move(acted));
}

Result<Result<Acted>> restoreJob(SqliteParts &parts, const JobId &id, TimePoint now)
{
    const auto seq = parts.jobs.seqOf(id);
    if (!seq)
        return failure(seq.error());
    if (!*seq)
        return noJob<Acted>(id);
    const auto isDeleted = parts.ends.isDeleted(**seq);
    const auto outcome = parts.ends.find(**seq);
    const auto stored = parts.jobs.find(**seq, JobRows::Payload::Without);
    if (!isDeleted)
        return failure(isDeleted.error());
    if (!outcome)
        return failure(outcome.error());
    if (!stored)
        return failure(stored.error());
    if (!*isDeleted || !*outcome || !*stored)
        return Result<Acted>(failure(ErrorCode::Conflict, "job " + id.text() + " was not deleted"));
    for (const char *statement : {"revive_dead", "remove_deleted"}) {
        if (auto done = parts.database->statement(statement).run(**seq); !done)
            return failure(done.error());
    }
    parts.ledger.counters().enter((*stored)->counter(), placeOf((*outcome)->state), (*stored)->payloadBytes);
    parts.note(changedEvent(EventKind::JobRestored, id, (*stored)->laneNames(), now), (*stored)->lane);
    return Result<Acted>(Acted {id, **seq, (*stored)->laneNames(), (*outcome)->state, {}, {}});
}

Result<bool> pruneDeleted(SqliteParts &parts, TimePoint now)
{
    std::vector<Seq> old;
    {
        SqliteRows rows = parts.database->statement("deleted_before").rows(now - deletedKept);
        Result<bool> row = rows.next();
        for (; row && *row; row = rows.next())
            old.push_back(Seq {rows.integer(0)});
        if (!row)
            return failure(row.error());
    }
    for (const Seq seq : old) {
        if (auto done = purge(parts, seq); !done)
            return failure(done.error());
    }
    return !old.empty();
}

} // namespace fairlead

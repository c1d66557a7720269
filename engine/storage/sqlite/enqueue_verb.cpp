// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/job_body.h"
#include "engine/storage/job_events.h"
#include "engine/storage/sqlite/sqlite_parts.h"

namespace fairlead {

namespace {
/// Refuses new jobs while the disk is nearly full, so that running ones can still be finished: what the ballast gave up
/// is for these alone.
Result<> checkFreeSpace(const SqliteParts &parts)
{
    const SqliteOptions &options = parts.options;
    const auto freeBytes = freeBytesBeside(options.path);
    const std::int64_t missing = parts.ballast.missing();
    if (!freeBytes || *freeBytes - missing >= options.freeBytesMin)
        return {}; // when it is not known, the write itself will tell
    return failure(ErrorCode::DiskFull,
        "only " + std::to_string(*freeBytes / 1024 / 1024) + " MiB are left on the disk of " + options.path
            + (missing > 0 ? ", of which " + std::to_string(missing / 1024 / 1024) + " are for its ballast"
                           : std::string())
            + "; no new jobs are taken below " + std::to_string(options.freeBytesMin / 1024 / 1024)
            + " MiB (store.min_free_space). Free some and try again");
}

Result<std::optional<Seq>> uniqueHolder(SqliteParts &parts, const JobSpec &spec)
{
    if (spec.uniqueKey.empty())
        return std::optional<Seq> {};
    const auto queue = parts.names.queues.find(spec.queue.text());
    if (!queue)
        return failure(queue.error());
    SqliteRows rows = parts.database->statement("unique_holder").rows(queue->value_or(0), spec.uniqueKey);
    const Result<bool> row = rows.next();
    if (!row)
        return failure(row.error());
    return *row ? std::optional(Seq {rows.integer(0)}) : std::nullopt;
}

struct KnownRequest
{
    Seq seq {};
    std::int64_t body = 0;
};

Result<std::optional<KnownRequest>> knownRequest(SqliteParts &parts, const JobSpec &spec, TimePoint now)
{
    if (spec.idempotencyKey.empty())
        return std::optional<KnownRequest> {};
    SqliteRows rows = parts.database->statement("idempotent_seq").rows(spec.idempotencyKey, now);
    const Result<bool> row = rows.next();
    if (!row)
        return failure(row.error());
    return *row ? std::optional(KnownRequest {Seq {rows.integer(0)}, rows.integer(1)}) : std::nullopt;
}

Result<Enqueued> existing(SqliteParts &parts, Seq seq)
{
    const auto stored = parts.jobs.find(seq, JobRows::Payload::Without);
    if (!stored)
        return failure(stored.error());
    if (!*stored)
        return failure(ErrorCode::Corrupt,
            "the database file " + parts.options.path + " is damaged: a key names a job that is not there");
    const auto state = parts.stateOf(seq);
    if (!state)
        return failure(state.error());
    return Enqueued {{(*stored)->job.id, false, *state}, (*stored)->laneNames(), {}, {}};
}

Result<> insertKeys(SqliteParts &parts, const Job &job, std::int64_t queue)
{
    const JobSpec &spec = job.spec;
    if (!spec.uniqueKey.empty()) {
        if (auto done = parts.database->statement("insert_unique").run(queue, spec.uniqueKey, job.seq); !done)
            return done;
    }
    if (spec.idempotencyKey.empty())
        return {};
    return parts.database->statement("put_idempotency")
        .run(spec.idempotencyKey, shortHash(idempotentBody(spec)), job.seq, job.created + idempotencyKept);
}

/// Jobs that a call has accepted and not yet written: their rows go in many at a time.
class Intake
{
public:
    explicit Intake(SqliteParts &parts)
        : m_parts(parts)
    {
    }
    void add(StoredJob job, bool isReady)
    {
        m_jobs.push_back(std::move(job));
        m_areReady.push_back(isReady);
    }
    Result<> write()
    {
        auto done = m_parts.jobs.insert(m_jobs);
        for (std::size_t i = 0; done && i < m_jobs.size(); ++i) {
            done = insertKeys(m_parts, m_jobs[i].job, m_jobs[i].lane.queue);
            if (m_areReady[i])
                m_parts.recent.add(std::move(m_jobs[i]));
        }
        m_jobs.clear();
        m_areReady.clear();
        return done;
    }

private:
    SqliteParts &m_parts;
    std::vector<StoredJob> m_jobs;
    std::vector<bool> m_areReady;
};

Result<Enqueued> accept(SqliteParts &parts, Job job, const LaneKey &lane, Intake &intake)
{
    const JobSpec &spec = job.spec;
    Enqueued answer {{job.id, true, JobState::Ready}, {spec.queue, spec.priority, spec.tenant}, {}, {}};
    const TimePoint due = dueWithin(spec.runAt.value_or(job.created), spec.deadline, job.created);
    if (due > job.created) {
        if (auto done = parts.delayed.add(job.seq, due); !done)
            return failure(done.error());
        answer.due = due;
        answer.receipt.state = JobState::Scheduled;
    } else {
        answer.ready = ReadyJob {job.seq, Position {static_cast<std::int64_t>(job.seq)}, spec.cost, spec.deadline};
        parts.ledger.waiting().add(lane, *answer.ready, false);
    }
    const auto payloadBytes = static_cast<std::int64_t>(spec.payload.size());
    parts.ledger.counters().enter({lane.queue, lane.tenant}, placeOf(answer.receipt.state), payloadBytes);
    parts.note(acceptedEvent(answer, job.created), lane);
    intake.add({std::move(job), lane, true, payloadBytes}, answer.ready.has_value());
    return answer;
}

/// The outer Results are the store's own failures, the inner one that of the item.
Result<Result<Enqueued>> enqueueOne(
    SqliteParts &parts, const JobSpec &spec, const JobId &id, TimePoint now, Intake &intake)
{
    if (!spec.uniqueKey.empty() || !spec.idempotencyKey.empty()) { // which one of this call may hold
        if (auto done = intake.write(); !done)
            return failure(done.error());
    }
    auto known = findKnownJob(parts, spec, now);
    if (!known)
        return failure(known.error());
    if (*known)
        return std::move(**known);
    const auto queue = parts.names.queues.numberOf(spec.queue.text(), parts.ledger.undo());
    const auto tenant = parts.names.tenants.numberOf(spec.tenant.text(), parts.ledger.undo());
    if (!queue)
        return failure(queue.error());
    if (!tenant)
        return failure(tenant.error());
    Result<Enqueued> answer = accept(parts, {id, Seq {parts.ledger.nextNumber()}, now, spec},
        {*queue, static_cast<std::int64_t>(spec.priority), *tenant}, intake);
    if (!answer)
        return failure(answer.error());
    return answer;
}
} // namespace

Result<std::optional<Result<Enqueued>>> findKnownJob(SqliteParts &parts, const JobSpec &spec, TimePoint now)
{
    const auto known = knownRequest(parts, spec, now);
    if (!known)
        return failure(known.error());
    if (*known && (*known)->body != shortHash(idempotentBody(spec)))
        return std::optional(Result<Enqueued>(failure(ErrorCode::Conflict,
            "idempotency key '" + spec.idempotencyKey + "' came with another body before; use a new key")));
    const auto holder = uniqueHolder(parts, spec);
    if (!holder)
        return failure(holder.error());
    if (!*known && !*holder)
        return std::optional<Result<Enqueued>> {};
    Result<Enqueued> answer = existing(parts, *known ? (*known)->seq : **holder);
    if (!answer)
        return failure(answer.error());
    return std::optional(std::move(answer));
}

Result<std::vector<Result<Enqueued>>> enqueueJobs(
    SqliteParts &parts, std::span<const JobSpec> specs, std::span<const JobId> ids, TimePoint now)
{
    parts.noteTime(now);
    if (auto enough = checkFreeSpace(parts); !enough) {
        parts.ledger.sparesBallast();
        return failure(enough.error());
    }
    std::vector<Result<Enqueued>> answers;
    answers.reserve(specs.size());
    Intake intake(parts);
    for (std::size_t i = 0; i < specs.size(); ++i) {
        auto answer = enqueueOne(parts, specs[i], ids[i], now, intake);
        if (!answer)
            return failure(answer.error());
        answers.push_back(std::move(*answer));
    }
    if (auto done = intake.write(); !done)
        return failure(done.error());
    return answers;
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/idempotent_body.h"
#include "engine/storage/sqlite/sqlite_job_store.h"

#include <algorithm>
#include <sqlite3.h>

namespace fairlead {

namespace {
/// Refuses new jobs while the disk is nearly full, so that running jobs can still be finished. Reserved space that was
/// released is for them alone.
void checkFreeSpace(SqliteParts &parts)
{
    const SqliteOptions &options = parts.options;
    const auto freeBytes = freeBytesBeside(options.path);
    const std::int64_t missing = parts.reserve.missing();
    parts.diskRoom = freeBytes ? std::optional(std::max<std::int64_t>(*freeBytes - missing - options.freeBytesMin, 0))
                               : std::nullopt;
    if (!freeBytes || *freeBytes - missing >= options.freeBytesMin)
        return; // when it is not known, the write itself will fail
    parts.transaction.sparesReserve();
    throw SqliteFailure({ErrorCode::DiskFull,
        "only " + std::to_string(*freeBytes / 1024 / 1024) + " MiB are left on the disk of " + options.path
            + (missing > 0 ? ", of which " + std::to_string(missing / 1024 / 1024) + " are for its ballast"
                           : std::string())
            + "; no new jobs are taken below " + std::to_string(options.freeBytesMin / 1024 / 1024)
            + " MiB (store.min_free_space). Free some and try again"});
}

/// The number of the tenant; 0 for one without a job so far.
std::int64_t knownTenant(SqliteParts &parts, const JobSpec &spec)
{
    return parts.names.tenants.find(spec.tenant.text()).value_or(0);
}

std::optional<JobNumber> uniqueHolder(SqliteParts &parts, const JobSpec &spec)
{
    if (spec.uniqueKey.empty())
        return std::nullopt;
    const std::int64_t queue = parts.names.queues.find(spec.queue.text()).value_or(0);
    SqliteRows rows = parts.database->statement("unique_holder").rows(queue, knownTenant(parts, spec), spec.uniqueKey);
    return rows.next() ? std::optional(JobNumber {rows.integer(0)}) : std::nullopt;
}

/// The meaning of an idempotency key's `body` and `seq`. The numbers are on disk.
enum class RequestForm {
    Body = 0, ///< of an earlier version: idempotentBody of the job
    Request = 1, ///< idempotentRequest of the job
    Answered = 2, ///< idempotentRequest of a request whose answer was the holder of its unique key
};
struct KnownRequest
{
    JobNumber seq {};
    std::int64_t body = 0;
    RequestForm form = RequestForm::Request;

    bool is(const JobSpec &spec) const
    {
        return body == shortHash(form == RequestForm::Body ? idempotentBody(spec) : idempotentRequest(spec));
    }
};

std::optional<KnownRequest> knownRequest(SqliteParts &parts, const JobSpec &spec, TimePoint now)
{
    if (spec.idempotencyKey.empty())
        return std::nullopt;
    SqliteRows rows =
        parts.database->statement("idempotent_seq").rows(knownTenant(parts, spec), spec.idempotencyKey, now);
    return rows.next() ? std::optional(
               KnownRequest {JobNumber {rows.integer(0)}, rows.integer(1), static_cast<RequestForm>(rows.integer(2))})
                       : std::nullopt;
}

Enqueued existing(SqliteParts &parts, const StoredJob &stored)
{
    return {{stored.job.id, false, parts.stateOf(stored.job.seq)}, stored.laneNames(), {}, {}};
}

Enqueued existing(SqliteParts &parts, JobNumber seq)
{
    const auto stored = parts.jobs.find(seq, JobRows::Payload::Without);
    if (!stored)
        throwDamaged(parts.options.path, "a key names a job that is not there");
    return existing(parts, *stored);
}

/// The answer to a job whose keys are known; empty for a new one.
std::optional<Result<Enqueued>> knownByKeys(SqliteParts &parts, const JobSpec &spec, TimePoint now)
{
    if (const auto known = knownRequest(parts, spec, now)) {
        if (!known->is(spec))
            return Result<Enqueued>(failure(keyCameWithAnotherBody(spec)));
        return Result<Enqueued>(existing(parts, known->seq));
    }
    if (const auto holder = uniqueHolder(parts, spec))
        return Result<Enqueued>(existing(parts, *holder));
    return std::nullopt;
}

/// The answer to a job whose id is known; empty for a new one.
std::optional<Result<Enqueued>> knownById(SqliteParts &parts, const JobSpec &spec, const JobId &id)
{
    const auto seq = parts.jobs.numberOf(id);
    const auto stored = seq ? parts.jobs.find(*seq, JobRows::Payload::With) : std::nullopt;
    if (!stored)
        return std::nullopt;
    if (idempotentBody(stored->job.spec) != idempotentBody(spec))
        return Result<Enqueued>(failure(idCameWithAnotherBody(id)));
    return Result<Enqueued>(existing(parts, *stored));
}

void putIdempotency(
    SqliteParts &parts, const JobSpec &spec, std::int64_t tenant, JobNumber seq, RequestForm form, TimePoint now)
{
    parts.database->statement("put_idempotency")
        .run(tenant, spec.idempotencyKey, shortHash(idempotentRequest(spec)), seq, now + idempotencyKept, form);
}

/// The holder of the unique key is the answer to this request, also when it comes again after the holder's end.
void rememberAnswer(SqliteParts &parts, const JobSpec &spec, const Result<Enqueued> &known, TimePoint now)
{
    if (spec.idempotencyKey.empty() || !known || knownRequest(parts, spec, now))
        return;
    if (const auto holder = uniqueHolder(parts, spec))
        putIdempotency(parts, spec, knownTenant(parts, spec), *holder, RequestForm::Answered, now);
}

void insertKeys(SqliteParts &parts, const Job &job, const LaneKey &lane)
{
    const JobSpec &spec = job.spec;
    if (!spec.uniqueKey.empty())
        parts.database->statement("insert_unique").run(lane.queue, lane.tenant, spec.uniqueKey, job.seq);
    if (!spec.idempotencyKey.empty())
        putIdempotency(parts, spec, lane.tenant, job.seq, RequestForm::Request, job.created);
}

/// Jobs that a call has accepted and not yet written. Their rows are written many at a time.
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
    void write()
    {
        insertRows();
        for (std::size_t i = 0; i < m_jobs.size(); ++i) {
            insertKeys(m_parts, m_jobs[i].job, m_jobs[i].lane);
            if (m_areReady[i])
                m_parts.recent.add(std::move(m_jobs[i]));
        }
        m_jobs.clear();
        m_areReady.clear();
    }

private:
    /// Only the index of ids can refuse a row. A look at each id beforehand would cost a search for every job.
    void insertRows()
    {
        try {
            m_parts.jobs.insert(m_jobs);
        } catch (const SqliteFailure &failed) {
            if (failed.code() == SQLITE_CONSTRAINT_UNIQUE)
                m_parts.transaction.foundKnownId();
            throw;
        }
    }

    SqliteParts &m_parts;
    std::vector<StoredJob> m_jobs;
    std::vector<bool> m_areReady;
};

Enqueued accept(SqliteParts &parts, Job job, const LaneKey &lane, Intake &intake)
{
    const JobSpec &spec = job.spec;
    Enqueued answer {{job.id, true, JobState::Ready}, {spec.queue, spec.priority, spec.tenant}, {}, {}};
    const TimePoint due = dueWithin(spec.runAt.value_or(job.created), spec.deadline, job.created);
    if (due > job.created) {
        parts.delayed.add(job.seq, due);
        answer.due = due;
        answer.receipt.state = JobState::Scheduled;
    } else {
        answer.ready = ReadyJob {job.seq, QueuePosition {static_cast<std::int64_t>(job.seq)}, spec.cost, spec.deadline};
        parts.transaction.waiting().add(lane, *answer.ready, false);
    }
    const auto payloadBytes = static_cast<std::int64_t>(spec.payload.size());
    parts.transaction.counters().enter({lane.queue, lane.tenant}, placeOf(answer.receipt.state), payloadBytes);
    parts.note(acceptedEvent(answer, job.created), lane);
    intake.add({std::move(job), lane, true, payloadBytes}, answer.ready.has_value());
    return answer;
}

Result<Enqueued> enqueueOne(SqliteParts &parts, const JobSpec &spec, const JobId &id, TimePoint now, Intake &intake)
{
    const bool hasKeys = !spec.uniqueKey.empty() || !spec.idempotencyKey.empty();
    const bool checksIds = parts.transaction.checksIds();
    if (hasKeys || checksIds)
        intake.write(); // a job of this call may be the known one
    if (auto known = checksIds ? knownById(parts, spec, id) : std::nullopt)
        return std::move(*known);
    if (auto known = hasKeys ? knownByKeys(parts, spec, now) : std::nullopt) {
        rememberAnswer(parts, spec, *known, now);
        return std::move(*known);
    }
    const std::int64_t queue = parts.names.queues.numberOf(spec.queue.text(), parts.transaction.undo());
    const std::int64_t tenant = parts.names.tenants.numberOf(spec.tenant.text(), parts.transaction.undo());
    return accept(parts, {id, JobNumber {parts.transaction.nextNumber()}, now, spec},
        {queue, static_cast<std::int64_t>(spec.priority), tenant}, intake);
}

std::vector<Result<Enqueued>> enqueueAll(
    SqliteParts &parts, std::span<const JobSpec> specs, std::span<const JobId> ids, TimePoint now)
{
    checkFreeSpace(parts);
    std::vector<Result<Enqueued>> answers;
    answers.reserve(specs.size());
    Intake intake(parts);
    for (std::size_t i = 0; i < specs.size(); ++i)
        answers.push_back(enqueueOne(parts, specs[i], ids[i], now, intake));
    intake.write();
    return answers;
}

Result<Replaced> replaceOne(SqliteParts &parts, const Replacement &request, TimePoint now)
{
    const auto stored = parts.findJob(request.old);
    if (!stored)
        return failure(noJob(request.old));
    const JobState state = parts.stateOf(stored->job.seq);
    if (!isWaiting(state))
        return failure(cannotBeEdited(request.old, state));
    if (stored->laneNames() != request.lane || stored->job.spec.deadline != request.deadline)
        return failure(wasChanged(request.old));
    if (parts.jobs.numberOf(request.id))
        return failure(idCameWithAnotherBody(request.id));
    const AttemptError error = editedError(request.id, now);
    parts.ends.addError(stored->job.seq, error);
    StateChange ended = parts.cancelBacklogged(*stored, now, {.who = request.who, .text = error.errorClass});
    Intake intake(parts);
    FAIRLEAD_TRY(Enqueued accepted, enqueueOne(parts, request.spec, request.id, now, intake));
    intake.write();
    return Replaced {std::move(ended), std::move(accepted)};
}
} // namespace

Result<std::vector<Result<Enqueued>>> SqliteJobStore::enqueue(
    std::span<const JobSpec> specs, std::span<const JobId> ids, TimePoint now)
{
    m_parts.noteTime(now);
    return m_parts.transaction.committed([&] { return enqueueAll(m_parts, specs, ids, now); });
}

Result<std::vector<Result<Replaced>>> SqliteJobStore::replace(std::span<const Replacement> requests, TimePoint now)
{
    m_parts.noteTime(now);
    return m_parts.transaction.committed([&] {
        checkFreeSpace(m_parts);
        std::vector<Result<Replaced>> answers;
        answers.reserve(requests.size());
        for (const Replacement &request : requests)
            answers.push_back(replaceOne(m_parts, request, now));
        return answers;
    });
}

Result<std::optional<Result<Enqueued>>> SqliteJobStore::findKnown(const JobSpec &spec, TimePoint now)
{
    return resultOf([&] { return knownByKeys(m_parts, spec, now); });
}

} // namespace fairlead

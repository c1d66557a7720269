// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/memory_store.h"

#include "engine/storage/job_body.h"
#include "engine/storage/job_events.h"
#include "engine/storage/memory_commit.h"
#include "engine/storage/memory_reader.h"

#include <algorithm>

namespace fairlead {

namespace {
void noteTime(MemoryState &state, TimePoint now)
{
    state.latestNow = std::max(state.latestNow, now);
}

/// What `act` answers for each.
template <typename T, typename Item, typename Act>
std::vector<Result<T>> answersOf(std::span<const Item> items, const Act &act)
{
    std::vector<Result<T>> answers;
    for (const Item &item : items)
        answers.push_back(act(item));
    return answers;
}

MemoryEnd endOf(JobState state, TimePoint now, std::string_view errorClass, std::string_view text)
{
    MemoryEnd end {.state = state, .finished = now, .result = {}, .fingerprint = {}};
    if (state == JobState::Dead || state == JobState::Expired)
        end.fingerprint = errorFingerprint(errorClass, text);
    return end;
}
} // namespace

MemoryStore::MemoryStore(std::shared_ptr<MemoryState> state)
    : m_state(std::move(state))
{
    const std::scoped_lock lock(m_state->mutex);
    m_incarnation = Incarnation {++m_state->lastIncarnation};
}

Result<> MemoryStore::inOneCommit(const std::function<Result<>()> &work)
{
    const std::scoped_lock lock(m_state->mutex);
    m_isInCommit = true;
    Result<> worked = work();
    m_isInCommit = false;
    if (worked)
        m_state->keepChanges();
    else
        m_state->undoChanges();
    return worked;
}

// --- enqueue ---------------------------------------------------------------------------------------------------------

Result<std::vector<Result<Enqueued>>> MemoryStore::enqueue(
    std::span<const JobSpec> specs, std::span<const JobId> ids, TimePoint now)
{
    const Commit commit(*this);
    noteTime(*m_state, now);
    std::vector<Result<Enqueued>> answers;
    for (std::size_t i = 0; i < specs.size(); ++i)
        answers.push_back(enqueueOne(specs[i], ids[i], now));
    return answers;
}

std::optional<Result<Enqueued>> MemoryStore::known(const JobSpec &spec, TimePoint now) const
{
    std::optional<Seq> seq;
    if (const auto found = m_state->idempotency.find(spec.idempotencyKey);
        !spec.idempotencyKey.empty() && found != m_state->idempotency.end() && found->second.expires > now) {
        if (found->second.body != idempotentBody(spec))
            return Result<Enqueued>(failure(ErrorCode::Conflict,
                "idempotency key '" + spec.idempotencyKey + "' came with another body before; use a new key"));
        seq = found->second.seq;
    } else if (const auto unique = m_state->uniqueKeys.find({spec.queue, spec.uniqueKey});
               !spec.uniqueKey.empty() && unique != m_state->uniqueKeys.end()) {
        seq = unique->second;
    }
    if (!seq)
        return std::nullopt;
    const MemoryRecord &record = m_state->records.at(*seq);
    return Result<Enqueued>(Enqueued {{record.job->id, false, record.state()}, record.lane(), {}, {}});
}

Result<Enqueued> MemoryStore::enqueueOne(const JobSpec &spec, const JobId &id, TimePoint now)
{
    if (auto answer = known(spec, now))
        return std::move(*answer);
    const Seq seq {m_state->nextNumber++};
    MemoryRecord record;
    record.job = std::make_shared<const Job>(Job {id, seq, now, spec});
    Enqueued answer {{id, true, JobState::Ready}, record.lane(), {}, {}};
    if (const TimePoint due = dueWithin(spec.runAt.value_or(now), spec.deadline, now); due > now) {
        record.due = answer.due = due;
        answer.receipt.state = JobState::Scheduled;
    } else {
        record.position = Position {static_cast<std::int64_t>(seq)};
        answer.ready = record.ready();
    }
    m_state->put(std::move(record));
    if (!spec.idempotencyKey.empty())
        m_state->setIdempotency(
            spec.idempotencyKey, MemoryState::IdempotencyEntry {idempotentBody(spec), seq, now + idempotencyKept});
    m_state->note(acceptedEvent(answer, now));
    return answer;
}

Result<std::optional<Result<Enqueued>>> MemoryStore::findKnown(const JobSpec &spec, TimePoint now)
{
    const Commit commit(*this);
    return known(spec, now);
}

// --- claim -----------------------------------------------------------------------------------------------------------

Result<std::vector<Result<ClaimedJob>>> MemoryStore::claim(std::span<const ClaimRequest> requests, TimePoint now)
{
    const Commit commit(*this);
    noteTime(*m_state, now);
    return answersOf<ClaimedJob>(requests, [&](const ClaimRequest &request) { return claimOne(request, now); });
}

Result<ClaimedJob> MemoryStore::claimOne(const ClaimRequest &request, TimePoint now)
{
    const auto found = m_state->records.find(request.job.seq);
    if (found == m_state->records.end() || found->second.position != request.job.position
        || found->second.lane() != request.lane)
        return failure(ErrorCode::Conflict, "the job is not waiting any more");
    const MemoryRecord &record = found->second;
    MemoryRecord next = record.lifted();
    if (record.job->spec.deadline && now > *record.job->spec.deadline) {
        next.end = endOf(JobState::Expired, now, "expired", "");
        m_state->note(unstartedEvent(*record.job, JobState::Expired, "expired", now));
        m_state->put(std::move(next));
        return failure(ErrorCode::Expired, "the job's deadline passed before it could start");
    }
    next.run =
        MemoryRun {record.attempts + 1, Token {m_state->nextToken++}, request.worker, now, {}, m_incarnation, false};
    next.startedAt = now;
    ClaimedJob answer {*record.job, next.run->attempt, record.crashes, next.run->token, now};
    m_state->put(std::move(next));
    m_state->note(startedEvent(answer, request.worker));
    return answer;
}

// --- finish ----------------------------------------------------------------------------------------------------------

Result<std::vector<Result<Finished>>> MemoryStore::finish(std::span<const FinishRequest> requests, TimePoint now)
{
    const Commit commit(*this);
    noteTime(*m_state, now);
    return answersOf<Finished>(requests, [&](const FinishRequest &request) { return finishOne(request, now); });
}

Result<Finished> MemoryStore::finishOne(const FinishRequest &request, TimePoint now)
{
    const auto found = m_state->records.find(request.seq);
    if (found == m_state->records.end() || !found->second.run || found->second.run->token != request.token)
        return failure(ErrorCode::LeaseLost, "the run is not the job's present one; its outcome was not taken");
    const MemoryRecord &record = found->second;
    const MemoryRun &run = *record.run;
    const Disposition &disposition = request.disposition;
    const JobState state =
        run.isCancelRequested && disposition.state != JobState::Succeeded ? JobState::Cancelled : disposition.state;
    MemoryRecord next = record.lifted();
    next.attempts += disposition.countsAsAttempt ? 1 : 0;
    next.crashes += disposition.countsAsCrash ? 1 : 0;
    if (!disposition.errorClass.empty())
        next.addError({run.attempt, run.worker, run.started, now, disposition.errorClass, disposition.errorText, {}});
    Finished answer {record.job->id, record.lane(), state, {}, {}};
    if (isEnded(state)) {
        next.end = endOf(state, now, disposition.errorClass, disposition.errorText);
        if (state == JobState::Succeeded)
            next.end->result = disposition.result;
    } else if (state == JobState::Scheduled && disposition.due) {
        next.due = answer.due = dueWithin(*disposition.due, record.job->spec.deadline, now);
    } else if (state == JobState::Ready) {
        next.position = nextPosition();
        answer.ready = next.ready();
    } else {
        return failure(ErrorCode::Internal, "a run cannot end as '" + std::string(jobStateName(state)) + "'");
    }
    m_state->note(finishedEvent(answer, disposition, run.attempt, run.cancelledBy, now));
    m_state->put(std::move(next));
    return answer;
}

Result<std::vector<Result<>>> MemoryStore::renew(std::span<const std::pair<Seq, Token>> runs, TimePoint until)
{
    const Commit commit(*this);
    std::vector<Result<>> answers;
    for (const auto &[seq, token] : runs)
        answers.push_back(changeRun(seq, token, [&](MemoryRun &run) { run.leaseUntil = until; }));
    return answers;
}

Result<std::vector<Result<>>> MemoryStore::move(std::span<const RunMove> moves)
{
    const Commit commit(*this);
    std::vector<Result<>> answers;
    for (const RunMove &move : moves)
        answers.push_back(changeRun(move.seq, move.token, [&](MemoryRun &run) { run.worker = move.worker; }));
    return answers;
}

Result<> MemoryStore::changeRun(Seq seq, Token token, const std::function<void(MemoryRun &)> &change)
{
    const auto found = m_state->records.find(seq);
    if (found == m_state->records.end() || !found->second.run || found->second.run->token != token)
        return failure(ErrorCode::LeaseLost, "the run is not the job's present one");
    MemoryRecord next = found->second;
    change(*next.run);
    m_state->put(std::move(next));
    return {};
}

// --- acts of operators -----------------------------------------------------------------------------------------------

Result<std::vector<Result<Acted>>> MemoryStore::cancel(
    std::span<const JobId> ids, const std::string &who, TimePoint now)
{
    const Commit commit(*this);
    noteTime(*m_state, now);
    return answersOf<Acted>(ids, [&](const JobId &id) { return cancelOne(id, who, now); });
}

Result<Acted> MemoryStore::cancelOne(const JobId &id, const std::string &who, TimePoint now)
{
    const MemoryRecord *record = m_state->findKept(id);
    if (!record)
        return failure(ErrorCode::NotFound, "there is no job " + id.text());
    if (record->end)
        return failure(ErrorCode::Conflict,
            "job " + id.text() + " has ended: it is " + std::string(jobStateName(record->end->state)));
    Acted answer {id, record->job->seq, record->lane(), JobState::Cancelled, {}, {}};
    if (record->run) {
        MemoryRecord next = *record;
        next.run->isCancelRequested = true;
        next.run->cancelledBy = who;
        answer.state = JobState::Running;
        answer.runningToken = next.run->token;
        m_state->put(std::move(next));
        return answer;
    }
    MemoryRecord next = record->lifted();
    next.end = endOf(JobState::Cancelled, now, {}, {});
    answer.hasEnded = true;
    m_state->put(std::move(next));
    m_state->note(*actedEvent(answer, now, {.who = who}));
    return answer;
}

namespace {
std::vector<Seq> waitingOf(const MemoryState &state, const Lane &lane, DropRequest::First first)
{
    std::vector<Seq> jobs;
    if (const auto found = state.lanes.find(lane); found != state.lanes.end()) {
        for (const auto &[position, seq] : found->second)
            jobs.push_back(seq);
    }
    if (first == DropRequest::First::Newest)
        std::reverse(jobs.begin(), jobs.end());
    return jobs;
}
} // namespace

Result<std::vector<Acted>> MemoryStore::drop(const DropRequest &request, TimePoint now)
{
    const Commit commit(*this);
    noteTime(*m_state, now);
    std::vector<Seq> victims;
    BacklogSize found;
    const auto isEnough = [&] { return found.jobs >= request.needed.jobs && found.bytes >= request.needed.bytes; };
    for (auto priority = allPriorities.rbegin(); priority != allPriorities.rend() && *priority >= request.highest;
         ++priority) {
        for (const Seq seq : waitingOf(*m_state, {request.queue, *priority, request.tenant}, request.first)) {
            if (isEnough() || victims.size() == dropMost)
                break;
            victims.push_back(seq);
            ++found.jobs;
            found.bytes += static_cast<std::int64_t>(m_state->records.at(seq).job->spec.payload.size());
        }
    }
    std::vector<Acted> dropped;
    if (!isEnough())
        return dropped;
    for (const Seq seq : victims) {
        const MemoryRecord &record = m_state->records.at(seq);
        dropped.push_back({record.job->id, seq, record.lane(), JobState::Cancelled, {}, {}, true});
        MemoryRecord next = record.lifted();
        next.addError(droppedError(now));
        next.end = endOf(JobState::Cancelled, now, {}, {});
        m_state->put(std::move(next));
        m_state->note(*actedEvent(dropped.back(), now, {.text = droppedError(now).errorClass}));
    }
    return dropped;
}

Result<std::vector<Result<Acted>>> MemoryStore::retry(std::span<const JobId> ids, TimePoint now)
{
    const Commit commit(*this);
    noteTime(*m_state, now);
    return answersOf<Acted>(ids, [&](const JobId &id) { return retryOne(id, now); });
}

Result<Acted> MemoryStore::retryOne(const JobId &id, TimePoint now)
{
    const MemoryRecord *record = m_state->findKept(id);
    if (!record)
        return failure(ErrorCode::NotFound, "there is no job " + id.text());
    if (!stateAfter(record->state(), JobEvent::Retried))
        return failure(ErrorCode::Conflict,
            "job " + id.text() + " is " + std::string(jobStateName(record->state()))
                + "; only dead, expired and cancelled jobs can be retried");
    const JobSpec &spec = record->job->spec;
    if (!spec.uniqueKey.empty() && m_state->uniqueKeys.contains({spec.queue, spec.uniqueKey}))
        return failure(ErrorCode::Conflict,
            "job " + id.text() + " cannot come back: another job holds its unique key '" + spec.uniqueKey + "'");
    MemoryRecord next = record->lifted();
    next.attempts = 0;
    next.crashes = 0;
    next.position = nextPosition();
    Acted answer {id, record->job->seq, record->lane(), JobState::Ready, {}, next.ready()};
    m_state->put(std::move(next));
    m_state->note(*actedEvent(answer, now));
    return answer;
}

Result<std::vector<Result<Acted>>> MemoryStore::discard(std::span<const JobId> ids, TimePoint now)
{
    const Commit commit(*this);
    noteTime(*m_state, now);
    return answersOf<Acted>(ids, [&](const JobId &id) { return discardOne(id, now); });
}

Result<Acted> MemoryStore::discardOne(const JobId &id, TimePoint now)
{
    const MemoryRecord *record = m_state->findKept(id);
    if (!record)
        return failure(ErrorCode::NotFound, "there is no job " + id.text());
    if (record->run)
        return failure(ErrorCode::Conflict, "job " + id.text() + " is running; cancel it first");
    MemoryRecord next = *record;
    if (!record->end) {
        next = record->lifted();
        next.end = endOf(JobState::Cancelled, now, {}, {});
    }
    next.deleted = now;
    const Acted answer {id, record->job->seq, record->lane(), next.end->state, {}, {}, !record->end};
    m_state->put(std::move(next));
    if (answer.hasEnded)
        m_state->note(*actedEvent(answer, now));
    m_state->note(changedEvent(EventKind::JobDeleted, id, answer.lane, now));
    return answer;
}

Result<std::vector<Result<Acted>>> MemoryStore::restore(std::span<const JobId> ids, TimePoint now)
{
    const Commit commit(*this);
    noteTime(*m_state, now);
    std::vector<Result<Acted>> answers;
    for (const JobId &id : ids) {
        const MemoryRecord *record = m_state->find(id);
        if (!record) {
            answers.emplace_back(failure(ErrorCode::NotFound, "there is no job " + id.text()));
        } else if (!record->deleted) {
            answers.emplace_back(failure(ErrorCode::Conflict, "job " + id.text() + " was not deleted"));
        } else {
            MemoryRecord next = *record;
            next.deleted.reset();
            m_state->note(changedEvent(EventKind::JobRestored, id, record->lane(), now));
            answers.emplace_back(Acted {id, record->job->seq, record->lane(), next.end->state, {}, {}});
            m_state->put(std::move(next));
        }
    }
    return answers;
}

Result<std::vector<Result<Relaned>>> MemoryStore::relane(
    std::span<const JobId> ids, const LaneChange &change, TimePoint now)
{
    const Commit commit(*this);
    noteTime(*m_state, now);
    return answersOf<Relaned>(ids, [&](const JobId &id) { return relaneOne(id, change, now); });
}

Result<Relaned> MemoryStore::relaneOne(const JobId &id, const LaneChange &change, TimePoint now)
{
    const MemoryRecord *record = m_state->findKept(id);
    if (!record)
        return failure(ErrorCode::NotFound, "there is no job " + id.text());
    if (!record->position && !record->due)
        return failure(ErrorCode::Conflict,
            "job " + id.text() + " is " + std::string(jobStateName(record->state()))
                + "; only waiting jobs can be moved");
    Job job = *record->job;
    job.spec.queue = change.queue.value_or(job.spec.queue);
    job.spec.priority = change.priority.value_or(job.spec.priority);
    const Lane to {job.spec.queue, job.spec.priority, job.spec.tenant};
    if (to == record->lane())
        return failure(ErrorCode::Conflict, "job " + id.text() + " is there already");
    if (to.queue != record->lane().queue && !job.spec.uniqueKey.empty()
        && m_state->uniqueKeys.contains({to.queue, job.spec.uniqueKey}))
        return failure(
            ErrorCode::Conflict, "job " + id.text() + " cannot be moved: another job holds its unique key there");
    Relaned answer {{id, job.seq, record->lane(), JobState::Cancelled, {}, {}}, to, {}};
    MemoryRecord next = *record;
    next.job = std::make_shared<const Job>(std::move(job));
    if (next.position) {
        next.position = nextPosition();
        answer.ready = next.ready();
    }
    m_state->put(std::move(next));
    m_state->note(changedEvent(EventKind::JobMoved, id, to, now));
    return answer;
}

// --- the waiting -----------------------------------------------------------------------------------------------------

Result<std::vector<Lane>> MemoryStore::lanes()
{
    const Commit commit(*this);
    std::vector<Lane> lanes;
    for (const auto &[lane, jobs] : m_state->lanes)
        lanes.push_back(lane);
    std::sort(lanes.begin(), lanes.end(), [this](const Lane &a, const Lane &b) {
        return m_state->lanes.at(a).begin()->first < m_state->lanes.at(b).begin()->first;
    });
    return lanes;
}

Result<Window> MemoryStore::waiting(const Lane &lane, std::optional<Position> after, int limit)
{
    const Commit commit(*this);
    Window window;
    const auto found = m_state->lanes.find(lane);
    if (found == m_state->lanes.end())
        return window;
    auto next = after ? found->second.upper_bound(*after) : found->second.begin();
    for (; next != found->second.end() && window.jobs.size() < static_cast<std::size_t>(limit); ++next)
        window.jobs.push_back(m_state->records.at(next->second).ready());
    window.hasMore = next != found->second.end();
    return window;
}

Result<std::vector<LaneJob>> MemoryStore::promoteDue(TimePoint now, int limit)
{
    const Commit commit(*this);
    noteTime(*m_state, now);
    std::vector<LaneJob> jobs;
    while (
        !m_state->due.empty() && m_state->due.begin()->first <= now && jobs.size() < static_cast<std::size_t>(limit)) {
        MemoryRecord next = m_state->records.at(m_state->due.begin()->second).lifted();
        next.position = nextPosition();
        jobs.push_back({next.lane(), next.ready()});
        m_state->put(std::move(next));
    }
    return jobs;
}

Result<std::optional<TimePoint>> MemoryStore::nextDue()
{
    const Commit commit(*this);
    if (m_state->due.empty())
        return std::optional<TimePoint> {};
    return std::optional(m_state->due.begin()->first);
}

Result<std::vector<LaneJob>> MemoryStore::overdue(TimePoint now, int limit)
{
    const Commit commit(*this);
    std::vector<LaneJob> jobs;
    for (const auto &[deadline, seq] : m_state->deadlines) {
        if (deadline >= now || jobs.size() == static_cast<std::size_t>(limit))
            break;
        const MemoryRecord &record = m_state->records.at(seq);
        jobs.push_back({record.lane(), record.ready()});
    }
    return jobs;
}

Result<std::optional<TimePoint>> MemoryStore::nextDeadline()
{
    const Commit commit(*this);
    if (m_state->deadlines.empty())
        return std::optional<TimePoint> {};
    return std::optional(m_state->deadlines.begin()->first);
}

// --- start, idle times -----------------------------------------------------------------------------------------------

Result<std::vector<CutRun>> MemoryStore::cutRuns(int limit)
{
    const Commit commit(*this);
    std::vector<CutRun> runs;
    for (const auto &[token, seq] : m_state->running) { // tokens rise, so the oldest come first
        const MemoryRecord &record = m_state->records.at(seq);
        if (record.run->incarnation == m_incarnation || runs.size() == static_cast<std::size_t>(limit))
            break;
        runs.push_back({seq, record.job->id, record.lane(), record.run->attempt, record.crashes + 1,
            record.job->spec.maxAttempts, token, record.run->started, record.run->worker});
    }
    return runs;
}

Result<bool> MemoryStore::forgetSome(TimePoint now)
{
    const Commit commit(*this);
    noteTime(*m_state, now);
    std::vector<std::string> old;
    for (const auto &[key, entry] : m_state->idempotency) {
        if (entry.expires <= now)
            old.push_back(key);
    }
    for (const std::string &key : old)
        m_state->setIdempotency(key, {});
    m_state->removeDeletedBefore(now - deletedKept);
    std::vector<JobId> ended;
    for (const auto &[id, operation] : m_state->operations) {
        if (operation.finished && *operation.finished <= now - operationsKept)
            ended.push_back(id);
    }
    for (const JobId &id : ended)
        m_state->setOperation(id, {});
    std::vector<CacheKey> expired;
    for (const auto &[key, entry] : m_state->cached) {
        if (entry.expires <= now)
            expired.push_back(key);
    }
    for (const CacheKey &key : expired)
        m_state->setCached(key, {});
    return false;
}

StoreReaderFactory MemoryStore::readerFactory()
{
    return [state = m_state]() -> Result<std::unique_ptr<StoreReader>> {
        return std::unique_ptr<StoreReader>(std::make_unique<MemoryReader>(state));
    };
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/job_body.h"
#include "engine/storage/job_events.h"
#include "engine/storage/sqlite/sqlite_parts.h"

namespace fairlead {

Result<Place> takeFromBacklog(SqliteParts &parts, const StoredJob &stored)
{
    const Seq seq = stored.job.seq;
    const auto due = parts.delayed.dueOf(seq);
    if (!due)
        return failure(due.error());
    const auto position = parts.ledger.waiting().positionOf(stored.lane, seq);
    if (!position)
        return failure(position.error());
    if (*position) {
        const auto taken = parts.ledger.waiting().take({stored.lane, **position}, seq);
        if (!taken)
            return failure(taken.error());
    }
    if (!*due)
        return Place::Waiting;
    if (auto done = parts.delayed.remove(seq); !done)
        return failure(done.error());
    return Place::Delayed;
}

/// `note`: told by its event.
Result<Acted> cancelBacklogged(SqliteParts &parts, const StoredJob &stored, TimePoint now, const ActNote &note)
{
    const auto place = takeFromBacklog(parts, stored);
    if (!place)
        return failure(place.error());
    const auto attempts = parts.ends.attempts(stored.job.seq);
    if (!attempts)
        return failure(attempts.error());
    const Ending ending {.seq = stored.job.seq,
        .lane = stored.lane,
        .state = JobState::Cancelled,
        .attempts = *attempts,
        .wasAttempted = *attempts != Attempts {},
        .started = {},
        .finished = now,
        .result = {},
        .fingerprint = {},
        .uniqueKey = stored.job.spec.uniqueKey};
    const auto ended = parts.ends.end({&ending, 1});
    if (!ended)
        return failure(ended.error());
    parts.ledger.counters().move(stored.counter(), *place, Place::Cancelled, stored.payloadBytes);
    Acted acted {stored.job.id, stored.job.seq, stored.laneNames(), JobState::Cancelled, {}, {}, true};
    parts.note(*actedEvent(acted, now, note), stored.lane);
    return acted;
}

namespace {
/// False when another job holds the key now.
Result<bool> takeUniqueKeyAgain(SqliteParts &parts, const StoredJob &stored)
{
    const std::string &key = stored.job.spec.uniqueKey;
    if (key.empty())
        return true;
    {
        SqliteRows rows = parts.database->statement("unique_holder").rows(stored.lane.queue, key);
        const Result<bool> isHeld = rows.next();
        if (!isHeld)
            return failure(isHeld.error());
        if (*isHeld)
            return false;
    }
    const auto done = parts.database->statement("insert_unique").run(stored.lane.queue, key, stored.job.seq);
    if (!done)
        return failure(done.error());
    return true;
}

Result<Acted> putEndedBack(SqliteParts &parts, const StoredJob &stored, JobState state, TimePoint now)
{
    if (auto done = parts.ends.forget(stored.job.seq); !done)
        return failure(done.error());
    const JobSpec &spec = stored.job.spec;
    const auto ready = parts.putBack(stored.job.seq, stored.lane, spec.cost, spec.deadline, now);
    if (!ready)
        return failure(ready.error());
    parts.ledger.counters().move(stored.counter(), placeOf(state), Place::Delayed, stored.payloadBytes);
    Acted acted {stored.job.id, stored.job.seq, stored.laneNames(), JobState::Ready, {}, *ready};
    parts.note(*actedEvent(acted, now), stored.lane);
    return acted;
}
} // namespace

Result<Result<Acted>> cancelJob(SqliteParts &parts, const JobId &id, const std::string &who, TimePoint now)
{
    const auto stored = parts.findJob(id);
    if (!stored)
        return failure(stored.error());
    if (!*stored)
        return noJob<Acted>(id);
    const Seq seq = (*stored)->job.seq;
    if (const ActiveRun *run = parts.runs.find(seq)) {
        const Token token = run->token;
        if (auto done = parts.runs.requestCancel(seq, who); !done)
            return failure(done.error());
        return Result<Acted>(Acted {id, seq, (*stored)->laneNames(), JobState::Running, token, {}});
    }
    const auto outcome = parts.ends.find(seq);
    if (!outcome)
        return failure(outcome.error());
    if (*outcome)
        return Result<Acted>(failure(ErrorCode::Conflict,
            "job " + id.text() + " has ended: it is " + std::string(jobStateName((*outcome)->state))));
    auto cancelled = cancelBacklogged(parts, **stored, now, {.who = who});
    if (!cancelled)
        return failure(cancelled.error());
    return cancelled;
}

namespace {
/// The jobs to drop, in turn; empty when they would not make room enough.
Result<std::vector<StoredJob>> victimsOf(SqliteParts &parts, const DropRequest &request)
{
    const auto numbers = parts.numbersOf(request.queue, request.tenant);
    if (!numbers)
        return failure(numbers.error());
    std::vector<StoredJob> victims;
    BacklogSize found;
    for (auto priority = allPriorities.rbegin(); priority != allPriorities.rend() && *priority >= request.highest;
         ++priority) {
        const LaneKey lane {numbers->first, static_cast<std::int64_t>(*priority), numbers->second};
        const auto jobs = request.first == DropRequest::First::Oldest
            ? parts.ledger.waiting().window(lane, -1, dropMost)
            : parts.ledger.waiting().newest(lane, dropMost);
        if (!jobs)
            return failure(jobs.error());
        for (const ReadyJob &job : jobs->first) {
            auto stored = parts.jobs.find(job.seq, JobRows::Payload::Without);
            if (!stored)
                return failure(stored.error());
            if (!*stored)
                return failure(ErrorCode::Corrupt,
                    "the database file " + parts.options.path + " is damaged: a waiting job is not there");
            ++found.jobs;
            found.bytes += (*stored)->payloadBytes;
            victims.push_back(std::move(**stored));
            if (found.jobs >= request.needed.jobs && found.bytes >= request.needed.bytes)
                return victims;
            if (victims.size() == dropMost)
                return std::vector<StoredJob> {};
        }
    }
    return std::vector<StoredJob> {};
}
} // namespace

Result<std::vector<Acted>> dropJobs(SqliteParts &parts, const DropRequest &request, TimePoint now)
{
    const auto victims = victimsOf(parts, request);
    if (!victims)
        return failure(victims.error());
    std::vector<Acted> dropped;
    for (const StoredJob &stored : *victims) {
        const AttemptError error = droppedError(now);
        if (auto done = parts.ends.addError(stored.job.seq, error); !done)
            return failure(done.error());
        auto cancelled = cancelBacklogged(parts, stored, now, {.text = error.errorClass});
        if (!cancelled)
            return failure(cancelled.error());
        dropped.push_back(std::move(*cancelled));
    }
    return dropped;
}

Result<Result<Acted>> retryJob(SqliteParts &parts, const JobId &id, TimePoint now)
{
    const auto stored = parts.findJob(id);
    if (!stored)
        return failure(stored.error());
    if (!*stored)
        return noJob<Acted>(id);
    const auto state = parts.stateOf((*stored)->job.seq);
    if (!state)
        return failure(state.error());
    if (!stateAfter(*state, JobEvent::Retried))
        return Result<Acted>(failure(ErrorCode::Conflict,
            "job " + id.text() + " is " + std::string(jobStateName(*state))
                + "; only dead, expired and cancelled jobs can be retried"));
    const auto hasKey = takeUniqueKeyAgain(parts, **stored);
    if (!hasKey)
        return failure(hasKey.error());
    if (!*hasKey)
        return Result<Acted>(failure(ErrorCode::Conflict,
            "job " + id.text() + " cannot come back: another job holds its unique key '" + (*stored)->job.spec.uniqueKey
                + "'"));
    auto back = putEndedBack(parts, **stored, *state, now);
    if (!back)
        return failure(back.error());
    return back;
}

} // namespace fairlead

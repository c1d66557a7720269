// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/job_events.h"
#include "engine/storage/sqlite/sqlite_parts.h"

#include <algorithm>

namespace fairlead {

namespace {
/// A request whose job was taken out of the waiting.
struct TakenJob
{
    std::size_t index = 0; ///< of the request
    Token token {};
    bool wasDelayed = false;
};

Result<std::vector<TakenJob>> takeAll(SqliteParts &parts, std::span<const ClaimRequest> requests)
{
    std::vector<TakenJob> taken;
    taken.reserve(requests.size());
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const ClaimRequest &request = requests[i];
        const auto numbers = parts.numbersOf(request.lane.queue, request.lane.tenant);
        if (!numbers)
            return failure(numbers.error());
        const LaneKey lane {numbers->first, static_cast<std::int64_t>(request.lane.priority), numbers->second};
        const auto entry =
            parts.ledger.waiting().take({lane, static_cast<std::int64_t>(request.job.position)}, request.job.seq);
        if (!entry)
            return failure(entry.error());
        if (!*entry)
            continue;
        const auto token = parts.ledger.nextToken();
        if (!token)
            return failure(token.error());
        taken.push_back({i, *token, (*entry)->wasDelayed});
    }
    return taken;
}

Result<> endUnstarted(SqliteParts &parts, const StoredJob &stored, JobState state, Attempts attempts,
    const AttemptError &error, TimePoint now)
{
    if (state == JobState::Dead) {
        if (auto done = parts.ends.addError(stored.job.seq, error); !done)
            return done;
    }
    parts.ledger.counters().move(stored.counter(), Place::Waiting, placeOf(state), stored.payloadBytes);
    parts.note(unstartedEvent(stored.job, state, error.errorClass, now), stored.lane);
    const Ending ending {.seq = stored.job.seq,
        .lane = stored.lane,
        .state = state,
        .attempts = attempts,
        .wasAttempted = attempts != Attempts {},
        .started = {},
        .finished = now,
        .result = {},
        .fingerprint = errorFingerprint(error.errorClass, error.text),
        .uniqueKey = stored.job.spec.uniqueKey};
    return parts.ends.end({&ending, 1});
}

ClaimedJob start(SqliteParts &parts, StoredJob &stored, Attempts before, Token token, const std::string &worker,
    TimePoint now, std::vector<const ActiveRun *> &started)
{
    const JobSpec &spec = stored.job.spec;
    ActiveRun run {.seq = stored.job.seq,
        .id = stored.job.id,
        .lane = stored.lane,
        .laneNames = stored.laneNames(),
        .before = before,
        .token = token,
        .worker = worker,
        .started = now,
        .incarnation = parts.ledger.incarnation(),
        .isCancelRequested = false,
        .cancelledBy = {},
        .uniqueKey = spec.uniqueKey,
        .maxAttempts = spec.maxAttempts,
        .cost = spec.cost,
        .deadline = spec.deadline,
        .payloadBytes = stored.payloadBytes};
    const int attempt = run.attempt();
    started.push_back(parts.runs.start(std::move(run)));
    parts.ledger.counters().move(stored.counter(), Place::Waiting, Place::Running, stored.payloadBytes);
    ClaimedJob claimed {std::move(stored.job), attempt, before.crashes, token, now};
    parts.note(startedEvent(claimed, worker), stored.lane);
    return claimed;
}

/// The jobs of these seqs, which rise: those accepted lately out of memory.
Result<std::vector<StoredJob>> readAll(SqliteParts &parts, std::span<const Seq> seqs)
{
    std::vector<std::optional<StoredJob>> recent;
    std::vector<Seq> older;
    recent.reserve(seqs.size());
    for (const Seq seq : seqs) {
        recent.push_back(parts.recent.take(seq));
        if (!recent.back())
            older.push_back(seq);
    }
    auto found = parts.jobs.findAll(older);
    if (!found)
        return failure(found.error());
    std::vector<StoredJob> jobs;
    jobs.reserve(seqs.size());
    auto next = found->begin();
    for (std::optional<StoredJob> &held : recent) {
        std::optional<StoredJob> &job = held ? held : *next++;
        if (!job)
            return failure(ErrorCode::Corrupt,
                "the database file " + parts.options.path
                    + " is damaged: a waiting job is not there; restore a backup");
        jobs.push_back(std::move(*job));
    }
    return jobs;
}

Result<Result<ClaimedJob>> claimTaken(SqliteParts &parts, const ClaimRequest &request, const TakenJob &taken,
    StoredJob stored, TimePoint now, std::vector<const ActiveRun *> &started)
{
    const Seq seq = request.job.seq;
    if (taken.wasDelayed) {
        if (auto done = parts.delayed.remove(seq); !done)
            return failure(done.error());
        parts.ledger.counters().setWaiting(stored.counter(), 1);
    }
    Attempts before;
    if (static_cast<std::int64_t>(request.job.position) != static_cast<std::int64_t>(seq)) { // not its first time here
        const auto attempts = parts.ends.attempts(seq);
        if (!attempts)
            return failure(attempts.error());
        before = *attempts;
    }
    const JobSpec &spec = stored.job.spec;
    if (!stored.isSound) {
        const AttemptError error {before.attempts + 1, request.worker, now, now, "corrupt",
            "the job's checksum does not match: its row was damaged on disk; it was not run", {}};
        if (auto done = endUnstarted(parts, stored, JobState::Dead, before, error, now); !done)
            return failure(done.error());
        return Result<ClaimedJob>(failure(ErrorCode::Corrupt, "job " + stored.job.id.text() + ": " + error.text));
    }
    if (spec.deadline && now > *spec.deadline) {
        AttemptError error;
        error.errorClass = "expired";
        if (auto done = endUnstarted(parts, stored, JobState::Expired, before, error, now); !done)
            return failure(done.error());
        return Result<ClaimedJob>(failure(ErrorCode::Expired, "the job's deadline passed before it could start"));
    }
    return Result<ClaimedJob>(start(parts, stored, before, taken.token, request.worker, now, started));
}
} // namespace

Result<std::vector<Result<ClaimedJob>>> claimJobs(
    SqliteParts &parts, std::span<const ClaimRequest> requests, TimePoint now)
{
    parts.noteTime(now);
    std::vector<Result<ClaimedJob>> answers(
        requests.size(), Result<ClaimedJob>(failure(ErrorCode::Conflict, "the job is not waiting any more")));
    auto taken = takeAll(parts, requests);
    if (!taken)
        return failure(taken.error());
    // Rows are read and written in key order, so that each page is visited once.
    std::sort(taken->begin(), taken->end(),
        [&](const TakenJob &a, const TakenJob &b) { return requests[a.index].job.seq < requests[b.index].job.seq; });
    std::vector<Seq> seqs;
    seqs.reserve(taken->size());
    for (const TakenJob &job : *taken)
        seqs.push_back(requests[job.index].job.seq);
    auto stored = readAll(parts, seqs);
    if (!stored)
        return failure(stored.error());
    std::vector<const ActiveRun *> started;
    for (std::size_t i = 0; i < taken->size(); ++i) {
        const TakenJob &job = (*taken)[i];
        auto answer = claimTaken(parts, requests[job.index], job, std::move((*stored)[i]), now, started);
        if (!answer)
            return failure(answer.error());
        answers[job.index] = std::move(*answer);
    }
    if (auto done = parts.runs.insert(started); !done)
        return failure(done.error());
    return answers;
}

} // namespace fairlead

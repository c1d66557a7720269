// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_job_store.h"

#include <algorithm>
#include <map>

namespace fairlead {

namespace {
/// A request whose job was taken out of the waiting index.
struct TakenJob
{
    std::size_t index = 0; ///< of the request
    Token token {};
    bool wasDelayed = false;
};

std::vector<TakenJob> takeAll(SqliteParts &parts, std::span<const ClaimRequest> requests)
{
    std::vector<TakenJob> taken;
    taken.reserve(requests.size());
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const ClaimRequest &request = requests[i];
        const CounterKey numbers = parts.numbersOf(request.lane.queue, request.lane.tenant);
        const LaneKey lane {numbers.first, static_cast<std::int64_t>(request.lane.priority), numbers.second};
        const auto entry =
            parts.transaction.waiting().take({lane, static_cast<std::int64_t>(request.job.position)}, request.job.seq);
        if (entry)
            taken.push_back({i, parts.transaction.nextToken(), entry->wasDelayed});
    }
    return taken;
}

void endUnstarted(SqliteParts &parts, const StoredJob &stored, JobState state, Attempts attempts,
    const AttemptError &error, TimePoint now)
{
    if (state == JobState::Dead)
        parts.ends.addError(stored.job.seq, error);
    parts.transaction.counters().move(stored.counter(), Place::Waiting, placeOf(state), stored.payloadBytes);
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
    parts.ends.end({&ending, 1});
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
        .incarnation = parts.transaction.incarnation(),
        .isCancelRequested = false,
        .cancelledBy = {},
        .uniqueKey = spec.uniqueKey,
        .maxAttempts = spec.maxAttempts,
        .cost = spec.cost,
        .deadline = spec.deadline,
        .payloadBytes = stored.payloadBytes};
    const int attempt = run.attempt();
    started.push_back(parts.runs.start(std::move(run)));
    parts.transaction.counters().move(stored.counter(), Place::Waiting, Place::Running, stored.payloadBytes);
    ClaimedJob claimed {std::move(stored.job), attempt, before.crashes, token, now};
    parts.note(startedEvent(claimed, worker), stored.lane);
    return claimed;
}

/// The jobs of these seqs. Jobs accepted recently come from memory. REQUIRES: `seqs` are ascending.
std::vector<StoredJob> readAll(SqliteParts &parts, std::span<const JobNumber> seqs)
{
    std::vector<std::optional<StoredJob>> recent;
    std::vector<JobNumber> older;
    recent.reserve(seqs.size());
    for (const JobNumber seq : seqs) {
        recent.push_back(parts.recent.take(seq));
        if (!recent.back())
            older.push_back(seq);
    }
    std::vector<std::optional<StoredJob>> found = parts.jobs.findAll(older);
    std::vector<StoredJob> jobs;
    jobs.reserve(seqs.size());
    auto next = found.begin();
    for (std::optional<StoredJob> &held : recent) {
        std::optional<StoredJob> &job = held ? held : *next++;
        if (!job)
            throwDamaged(parts.options.path, "a waiting job is not there");
        jobs.push_back(std::move(*job));
    }
    return jobs;
}

Result<ClaimedJob> claimTaken(SqliteParts &parts, const ClaimRequest &request, const TakenJob &taken, StoredJob stored,
    TimePoint now, std::vector<const ActiveRun *> &started)
{
    const JobNumber seq = request.job.seq;
    if (taken.wasDelayed) {
        parts.delayed.remove(seq);
        parts.transaction.counters().setWaiting(stored.counter(), 1);
    }
    Attempts before;
    // Only a job that was ready before has a position other than its seq.
    if (static_cast<std::int64_t>(request.job.position) != static_cast<std::int64_t>(seq))
        before = parts.ends.attempts(seq);
    const JobSpec &spec = stored.job.spec;
    if (!stored.isSound) {
        const AttemptError error {before.attempts + 1, request.worker, now, now, "corrupt",
            "the job's checksum does not match: its row was damaged on disk; it was not run", {}};
        endUnstarted(parts, stored, JobState::Dead, before, error, now);
        return failure(ErrorCode::Corrupt, "job " + stored.job.id.text() + ": " + error.text);
    }
    if (spec.deadline && now > *spec.deadline) {
        AttemptError error;
        error.errorClass = "expired";
        endUnstarted(parts, stored, JobState::Expired, before, error, now);
        return failure(deadlineHasPassed());
    }
    return start(parts, stored, before, taken.token, request.worker, now, started);
}

/// Keeps the rates that these starts have used, each as its tenant's last request tells it. A request that fails gives
/// its token back in memory alone: the next start writes it.
void keepSpentRates(SqliteParts &parts, std::span<const ClaimRequest> requests)
{
    std::map<TenantName, const BucketLevel *> latest;
    for (const ClaimRequest &request : requests) {
        if (request.spent)
            latest[request.lane.tenant] = &*request.spent;
    }
    for (const auto &[tenant, level] : latest)
        parts.database->statement("put_spent_rate").run(tenant.text(), level->tokens, level->at, level->fullAgain);
}

std::vector<Result<ClaimedJob>> claimAll(SqliteParts &parts, std::span<const ClaimRequest> requests, TimePoint now)
{
    std::vector<Result<ClaimedJob>> answers(requests.size(), Result<ClaimedJob>(failure(isNotWaiting())));
    std::vector<TakenJob> taken = takeAll(parts, requests);
    // Rows are read and written in key order, so that each page is visited once.
    std::sort(taken.begin(), taken.end(),
        [&](const TakenJob &a, const TakenJob &b) { return requests[a.index].job.seq < requests[b.index].job.seq; });
    std::vector<JobNumber> seqs;
    seqs.reserve(taken.size());
    for (const TakenJob &job : taken)
        seqs.push_back(requests[job.index].job.seq);
    std::vector<StoredJob> stored = readAll(parts, seqs);
    std::vector<const ActiveRun *> started;
    for (std::size_t i = 0; i < taken.size(); ++i) {
        const std::size_t index = taken[i].index;
        answers[index] = claimTaken(parts, requests[index], taken[i], std::move(stored[i]), now, started);
    }
    parts.runs.insert(started);
    keepSpentRates(parts, requests);
    return answers;
}
} // namespace

Result<std::vector<Result<ClaimedJob>>> SqliteJobStore::claim(std::span<const ClaimRequest> requests, TimePoint now)
{
    m_parts.noteTime(now);
    return m_parts.transaction.committed([&] { return claimAll(m_parts, requests, now); });
}

} // namespace fairlead

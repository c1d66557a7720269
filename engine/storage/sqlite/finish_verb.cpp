// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/job_events.h"
#include "engine/storage/sqlite/sqlite_parts.h"

#include <algorithm>

namespace fairlead {

namespace {
/// A finish that was accepted: the run it ends and what follows.
struct EndedRun
{
    std::size_t index = 0; ///< of the request
    std::shared_ptr<const ActiveRun> run;
    JobState state = JobState::Succeeded;
};

bool canFollowRun(const Disposition &disposition, JobState state)
{
    return isEnded(state) || state == JobState::Ready || (state == JobState::Scheduled && disposition.due);
}

Attempts attemptsAfter(const ActiveRun &run, const Disposition &disposition)
{
    return {run.before.attempts + (disposition.countsAsAttempt ? 1 : 0),
        run.before.crashes + (disposition.countsAsCrash ? 1 : 0)};
}

Ending endingOf(const EndedRun &ended, const Disposition &disposition, TimePoint now)
{
    const ActiveRun &run = *ended.run;
    return {.seq = run.seq,
        .lane = run.lane,
        .state = ended.state,
        .attempts = attemptsAfter(run, disposition),
        .wasAttempted = run.before != Attempts {},
        .started = run.started,
        .finished = now,
        .result = ended.state == JobState::Succeeded ? disposition.result : JobResult {},
        .fingerprint = ended.state == JobState::Succeeded
            ? std::string()
            : errorFingerprint(disposition.errorClass, disposition.errorText),
        .uniqueKey = run.uniqueKey};
}

Result<Finished> writeComeback(
    SqliteParts &parts, const EndedRun &ended, const Disposition &disposition, TimePoint now, Finished answer)
{
    const ActiveRun &run = *ended.run;
    const Attempts after = attemptsAfter(run, disposition);
    if (after != run.before) {
        if (auto done = parts.ends.setAttempts(run.seq, after); !done)
            return failure(done.error());
    }
    parts.ledger.counters().move(run.counter(), Place::Running, Place::Delayed, run.payloadBytes);
    if (ended.state == JobState::Scheduled) {
        answer.due = dueWithin(*disposition.due, run.deadline, now);
        if (auto done = parts.delayed.add(run.seq, *answer.due); !done)
            return failure(done.error());
        return answer;
    }
    const auto ready = parts.putBack(run.seq, run.lane, run.cost, run.deadline, now);
    if (!ready)
        return failure(ready.error());
    answer.ready = *ready;
    return answer;
}

/// Writes what follows a run; how the job ended, if it did, comes to the endings.
Result<Finished> writeFinish(SqliteParts &parts, const EndedRun &ended, const Disposition &disposition, TimePoint now,
    std::vector<Ending> &endings)
{
    const ActiveRun &run = *ended.run;
    if (!disposition.errorClass.empty()) {
        const auto done = parts.ends.addError(
            run.seq, {run.attempt(), run.worker, run.started, now, disposition.errorClass, disposition.errorText, {}});
        if (!done)
            return failure(done.error());
    }
    Finished answer {run.id, run.laneNames, ended.state, {}, {}};
    if (!isEnded(ended.state))
        return writeComeback(parts, ended, disposition, now, std::move(answer));
    endings.push_back(endingOf(ended, disposition, now));
    parts.ledger.counters().move(run.counter(), Place::Running, placeOf(ended.state), run.payloadBytes);
    return answer;
}
} // namespace

Result<std::vector<Result<Finished>>> finishRuns(
    SqliteParts &parts, std::span<const FinishRequest> requests, TimePoint now)
{
    parts.noteTime(now);
    parts.ledger.needsRoom();
    std::vector<Result<Finished>> answers(requests.size(),
        Result<Finished>(
            failure(ErrorCode::LeaseLost, "the run is not the job's present one; its outcome was not taken")));
    std::vector<EndedRun> ended;
    ended.reserve(requests.size());
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const FinishRequest &request = requests[i];
        const ActiveRun *run = parts.runs.find(request.seq);
        if (!run || run->token != request.token)
            continue;
        const JobState wished = request.disposition.state;
        const JobState state = run->isCancelRequested && wished != JobState::Succeeded ? JobState::Cancelled : wished;
        if (canFollowRun(request.disposition, state))
            ended.push_back({i, parts.runs.take(request.seq), state});
        else
            answers[i] = failure(ErrorCode::Internal, "a run cannot end as '" + std::string(jobStateName(state)) + "'");
    }
    // Rows are written in key order, so that each page is visited once.
    std::sort(ended.begin(), ended.end(), [](const EndedRun &a, const EndedRun &b) { return a.run->seq < b.run->seq; });
    std::vector<Seq> seqs;
    seqs.reserve(ended.size());
    for (const EndedRun &end : ended)
        seqs.push_back(end.run->seq);
    if (auto done = parts.runs.remove(seqs); !done)
        return failure(done.error());
    std::vector<Ending> endings;
    for (const EndedRun &end : ended) {
        const Disposition &disposition = requests[end.index].disposition;
        auto answer = writeFinish(parts, end, disposition, now, endings);
        if (!answer)
            return failure(answer.error());
        parts.note(finishedEvent(*answer, disposition, end.run->attempt(), end.run->cancelledBy, now), end.run->lane);
        answers[end.index] = std::move(*answer);
    }
    if (auto done = parts.ends.end(endings); !done)
        return failure(done.error());
    return answers;
}

namespace {
bool isPresent(SqliteParts &parts, Seq seq, Token token)
{
    const ActiveRun *run = parts.runs.find(seq);
    return run && run->token == token;
}

Result<> notPresent()
{
    return failure(ErrorCode::LeaseLost, "the run is not the job's present one");
}
} // namespace

Result<std::vector<Result<>>> renewRuns(
    SqliteParts &parts, std::span<const std::pair<Seq, Token>> runs, TimePoint until)
{
    std::vector<Result<>> answers;
    for (const auto &[seq, token] : runs) {
        answers.push_back(isPresent(parts, seq, token) ? Result<>() : notPresent());
        if (!answers.back())
            continue;
        if (auto done = parts.runs.renew(seq, until); !done)
            return failure(done.error());
    }
    return answers;
}

Result<std::vector<Result<>>> moveRuns(SqliteParts &parts, std::span<const RunMove> moves)
{
    std::vector<Result<>> answers;
    for (const RunMove &move : moves) {
        answers.push_back(isPresent(parts, move.seq, move.token) ? Result<>() : notPresent());
        if (!answers.back())
            continue;
        if (auto done = parts.runs.move(move.seq, move.worker); !done)
            return failure(done.error());
    }
    return answers;
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_job_store.h"

#include <algorithm>

namespace fairlead {

namespace {
/// A finish that was accepted.
struct EndedRun
{
    std::size_t index = 0; ///< of the request
    std::shared_ptr<const ActiveRun> run;
    JobState state = JobState::Succeeded;
};

bool canFollowRun(const RunDecision &decision, JobState state)
{
    return isEnded(state) || state == JobState::Ready || (state == JobState::Scheduled && decision.due);
}

Attempts attemptsAfter(const ActiveRun &run, const RunDecision &decision)
{
    return {run.before.attempts + (decision.countsAsAttempt ? 1 : 0),
        run.before.crashes + (decision.countsAsCrash ? 1 : 0)};
}

Ending endingOf(const EndedRun &ended, const RunDecision &decision, TimePoint now)
{
    const ActiveRun &run = *ended.run;
    return {.seq = run.seq,
        .lane = run.lane,
        .state = ended.state,
        .attempts = attemptsAfter(run, decision),
        .wasAttempted = run.before != Attempts {},
        .started = run.started,
        .finished = now,
        .result = ended.state == JobState::Succeeded ? decision.result : JobResult {},
        .fingerprint = ended.state == JobState::Succeeded ? std::string()
                                                          : errorFingerprint(decision.errorClass, decision.errorText),
        .uniqueKey = run.uniqueKey};
}

/// Writes that a job runs again.
Finished writeComeback(
    SqliteParts &parts, const EndedRun &ended, const RunDecision &decision, TimePoint now, Finished answer)
{
    const ActiveRun &run = *ended.run;
    if (const Attempts after = attemptsAfter(run, decision); after != run.before)
        parts.ends.setAttempts(run.seq, after);
    parts.transaction.counters().move(run.counter(), Place::Running, Place::Delayed, run.payloadBytes);
    if (ended.state == JobState::Scheduled) {
        answer.due = dueWithin(*decision.due, run.deadline, now);
        parts.delayed.add(run.seq, *answer.due);
    } else {
        answer.ready = parts.makeReady(run.seq, run.lane, run.cost, run.deadline, now);
    }
    return answer;
}

/// Whether the disk has room for more than the ends of runs: new jobs are taken under the same condition.
bool isDiskRoomy(const SqliteParts &parts)
{
    const auto freeBytes = freeBytesBeside(parts.options.path);
    return !freeBytes || *freeBytes - parts.reserve.missing() >= parts.options.freeBytesMin;
}

void writeLog(SqliteParts &parts, const ActiveRun &run, const std::shared_ptr<const LogText> &log)
{
    if (log && isDiskRoomy(parts))
        parts.ends.addLog(run.seq, run.token, {run.attempt(), run.started, log});
}

/// Writes the consequences of a run. Adds the end of the job, if it has ended, to `endings`.
Finished writeFinish(
    SqliteParts &parts, const EndedRun &ended, const RunDecision &decision, TimePoint now, std::vector<Ending> &endings)
{
    const ActiveRun &run = *ended.run;
    if (!decision.errorClass.empty())
        parts.ends.addError(
            run.seq, {run.attempt(), run.worker, run.started, now, decision.errorClass, decision.errorText, {}});
    Finished answer {run.id, run.laneNames, ended.state, {}, {}};
    if (!isEnded(ended.state))
        return writeComeback(parts, ended, decision, now, std::move(answer));
    endings.push_back(endingOf(ended, decision, now));
    parts.transaction.counters().move(run.counter(), Place::Running, placeOf(ended.state), run.payloadBytes);
    return answer;
}

/// Removes the runs that the requests end from the table and returns them in order of seq. Refusals go into `answers`.
std::vector<EndedRun> takeEnded(
    SqliteParts &parts, std::span<const FinishRequest> requests, std::vector<Result<Finished>> &answers)
{
    std::vector<EndedRun> ended;
    ended.reserve(requests.size());
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const FinishRequest &request = requests[i];
        const ActiveRun *run = parts.runs.find(request.seq);
        if (!run || run->token != request.token)
            continue;
        const JobState wished = request.decision.state;
        const JobState state = run->isCancelRequested && wished != JobState::Succeeded ? JobState::Cancelled : wished;
        if (canFollowRun(request.decision, state))
            ended.push_back({i, parts.runs.take(request.seq), state});
        else
            answers[i] = failure(cannotEndAs(state));
    }
    // Rows are written in key order, so that each page is visited once.
    std::sort(ended.begin(), ended.end(), [](const EndedRun &a, const EndedRun &b) { return a.run->seq < b.run->seq; });
    std::vector<JobNumber> seqs;
    seqs.reserve(ended.size());
    for (const EndedRun &end : ended)
        seqs.push_back(end.run->seq);
    parts.runs.remove(seqs);
    return ended;
}

std::vector<Result<Finished>> finishAll(SqliteParts &parts, std::span<const FinishRequest> requests, TimePoint now)
{
    parts.transaction.needsRoom();
    std::vector<Result<Finished>> answers(requests.size(), Result<Finished>(failure(outcomeOfAnotherRun())));
    std::vector<Ending> endings;
    for (const EndedRun &end : takeEnded(parts, requests, answers)) {
        const RunDecision &decision = requests[end.index].decision;
        writeLog(parts, *end.run, requests[end.index].log);
        Finished answer = writeFinish(parts, end, decision, now, endings);
        parts.note(finishedEvent(answer, decision, end.run->attempt(), end.run->cancelledBy, now), end.run->lane);
        answers[end.index] = std::move(answer);
    }
    parts.ends.end(endings);
    return answers;
}

/// Makes a change of a run and returns the answer. `change` is called only when the run is the present one of its job.
template <typename Change>
Result<> changeRun(SqliteParts &parts, JobNumber seq, Token token, const Change &change)
{
    const ActiveRun *run = parts.runs.find(seq);
    if (!run || run->token != token)
        return failure(notThePresentRun());
    change();
    return {};
}
} // namespace

Result<std::vector<Result<Finished>>> SqliteJobStore::finish(std::span<const FinishRequest> requests, TimePoint now)
{
    m_parts.noteTime(now);
    return m_parts.transaction.committed([&] { return finishAll(m_parts, requests, now); });
}

Result<std::vector<Result<>>> SqliteJobStore::renew(std::span<const std::pair<JobNumber, Token>> runs, TimePoint until)
{
    return m_parts.transaction.committed([&] {
        std::vector<Result<>> answers;
        for (const auto &[seq, token] : runs)
            answers.push_back(changeRun(m_parts, seq, token, [&, id = seq] { m_parts.runs.renew(id, until); }));
        return answers;
    });
}

Result<std::vector<Result<>>> SqliteJobStore::reassign(std::span<const Reassignment> moves)
{
    return m_parts.transaction.committed([&] {
        std::vector<Result<>> answers;
        for (const Reassignment &one : moves)
            answers.push_back(changeRun(m_parts, one.seq, one.token, [&] { m_parts.runs.move(one.seq, one.worker); }));
        return answers;
    });
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/job.h"

#include <algorithm>

namespace fairlead {

namespace {
RunDecision ended(JobEvent event, JobState state)
{
    RunDecision end;
    end.event = event;
    end.state = state;
    return end;
}

void setError(RunDecision &decision, const std::string &errorClass, const std::string &text)
{
    decision.errorClass = wholeCharacters(errorClass, errorClassBytesMax);
    if (text.size() <= errorTextBytesMax) {
        decision.errorText = text;
        return;
    }
    const std::string note = "... (the beginning of " + std::to_string(text.size()) + " bytes)";
    decision.errorText = std::string(wholeCharacters(text, errorTextBytesMax - note.size())) + note;
}

RunDecision afterFailure(const Failed &failed, int attempt, const AttemptLimits &limits, const RetryPolicy &retry,
    TimePoint now, Random &random)
{
    const bool isLast = attempt >= limits.maxAttempts;
    RunDecision next =
        isLast ? ended(JobEvent::FailedForGood, JobState::Dead) : ended(JobEvent::FailedForNow, JobState::Scheduled);
    setError(next, failed.errorClass, failed.text);
    if (!isLast) {
        const Microseconds backOff = retry.delay(attempt, random);
        next.due = now + std::min(std::max(backOff, failed.retryAfter.value_or(backOff)), retryDelayMax);
    }
    return next;
}
} // namespace

std::string_view wholeCharacters(std::string_view text, std::size_t most)
{
    if (text.size() <= most)
        return text;
    const auto continues = [text](std::size_t at) { return (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U; };
    constexpr std::size_t bytesMax = 4; // of a character
    std::size_t end = most;
    while (end > 0 && most - end < bytesMax && continues(end))
        --end;
    return text.substr(0, continues(end) ? most : end); // bytes that are no UTF-8 have no characters
}

RunDecision decideAfterRun(const Outcome &outcome, int attempt, const AttemptLimits &limits, const RetryPolicy &retry,
    TimePoint now, Random &random)
{
    struct Decide
    {
        int attempt;
        const AttemptLimits &limits;
        const RetryPolicy &retry;
        TimePoint now;
        Random &random;

        RunDecision operator()(const Succeeded &done) const
        {
            RunDecision end = ended(JobEvent::Succeeded, JobState::Succeeded);
            end.result = done.result;
            return end;
        }
        RunDecision operator()(const Failed &failed) const
        {
            return afterFailure(failed, attempt, limits, retry, now, random);
        }
        RunDecision operator()(const Rejected &rejected) const
        {
            RunDecision end = ended(JobEvent::FailedForGood, JobState::Dead);
            setError(end, rejected.errorClass, rejected.text);
            return end;
        }
        RunDecision operator()(const Snoozed &snoozed) const
        {
            RunDecision next = ended(JobEvent::Snoozed, JobState::Scheduled);
            next.countsAsAttempt = false;
            next.due = now + std::clamp(snoozed.delay, Microseconds {std::chrono::milliseconds {1}}, retryDelayMax);
            return next;
        }
        RunDecision operator()(const RunCancelled &) const { return ended(JobEvent::Cancelled, JobState::Cancelled); }
        RunDecision operator()(const Released &) const
        {
            RunDecision next = ended(JobEvent::Released, JobState::Ready);
            next.countsAsAttempt = false;
            return next;
        }
        RunDecision operator()(const DeadlineMissed &) const
        {
            RunDecision end = ended(JobEvent::DeadlinePassed, JobState::Expired);
            end.countsAsAttempt = false;
            return end;
        }
    };
    return std::visit(Decide {attempt, limits, retry, now, random}, outcome);
}

RunDecision decideAfterCrash(int attempt, int crashes, const AttemptLimits &limits, TimePoint now)
{
    const bool isLast = attempt >= limits.maxAttempts || crashes >= limits.crashLimit;
    RunDecision next =
        isLast ? ended(JobEvent::FailedForGood, JobState::Dead) : ended(JobEvent::Released, JobState::Ready);
    next.countsAsCrash = true;
    next.errorClass = "crash";
    next.errorText = "the engine process ended during this run (found at its next start, " + std::to_string(crashes)
        + (crashes == 1 ? " crash so far)" : " crashes so far)");
    if (!isLast)
        next.due = now;
    return next;
}

RunDecision decideAfterLostLease(int attempt, const AttemptLimits &limits, TimePoint now)
{
    const bool isLast = attempt >= limits.maxAttempts;
    RunDecision next =
        isLast ? ended(JobEvent::FailedForGood, JobState::Dead) : ended(JobEvent::Released, JobState::Ready);
    next.errorClass = "lease_lost";
    next.errorText = "the engine was started anew while a worker elsewhere had this job; its answer is not taken";
    if (!isLast)
        next.due = now;
    return next;
}

TimePoint dueWithin(TimePoint wished, const std::optional<TimePoint> &deadline, TimePoint now)
{
    const bool isTooLate = deadline && *deadline < wished;
    return std::max(isTooLate ? *deadline + Microseconds {1} : wished, now);
}

bool isAskedFor(TimePoint due, const JobSpec &spec)
{
    return due == spec.runAt || (spec.deadline && due == *spec.deadline + Microseconds {1});
}

} // namespace fairlead

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

RunDecision afterFailure(const Failed &failed, int attempt, const AttemptLimits &limits, const RetryPolicy &retry,
    TimePoint now, Random &random)
{
    const bool isLast = attempt >= limits.maxAttempts;
    RunDecision next =
        isLast ? ended(JobEvent::FailedForGood, JobState::Dead) : ended(JobEvent::FailedForNow, JobState::Scheduled);
    next.errorClass = failed.errorClass;
    next.errorText = failed.text;
    if (!isLast) {
        const Microseconds backOff = retry.delay(attempt, random);
        next.due = now + std::min(std::max(backOff, failed.retryAfter.value_or(backOff)), retryDelayMax);
    }
    return next;
}
} // namespace

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
            end.errorClass = rejected.errorClass;
            end.errorText = rejected.text;
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

} // namespace fairlead

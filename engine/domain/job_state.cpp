// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/job_state.h"

#include <string>

namespace fairlead {

namespace {
using State = JobState;

constexpr std::array<JobTransition, 23> table {{
    {std::nullopt, JobEvent::Enqueued, State::Ready},
    {std::nullopt, JobEvent::EnqueuedForLater, State::Scheduled},
    {std::nullopt, JobEvent::EnqueuedBlocked, State::Blocked},
    {State::Scheduled, JobEvent::BecameDue, State::Ready},
    {State::Scheduled, JobEvent::Cancelled, State::Cancelled},
    {State::Blocked, JobEvent::Unblocked, State::Ready},
    {State::Blocked, JobEvent::DeadlinePassed, State::Expired},
    {State::Blocked, JobEvent::FailedForGood, State::Dead},
    {State::Blocked, JobEvent::Cancelled, State::Cancelled},
    {State::Ready, JobEvent::Claimed, State::Running},
    {State::Ready, JobEvent::DeadlinePassed, State::Expired},
    {State::Ready, JobEvent::FailedForGood, State::Dead},
    {State::Ready, JobEvent::Cancelled, State::Cancelled},
    {State::Running, JobEvent::Succeeded, State::Succeeded},
    {State::Running, JobEvent::FailedForNow, State::Scheduled},
    {State::Running, JobEvent::FailedForGood, State::Dead},
    {State::Running, JobEvent::Snoozed, State::Scheduled},
    {State::Running, JobEvent::Released, State::Ready},
    {State::Running, JobEvent::DeadlinePassed, State::Expired},
    {State::Running, JobEvent::Cancelled, State::Cancelled},
    {State::Dead, JobEvent::Retried, State::Ready},
    {State::Expired, JobEvent::Retried, State::Ready},
    {State::Cancelled, JobEvent::Retried, State::Ready},
}};
} // namespace

std::string_view jobStateName(JobState state)
{
    switch (state) {
    case State::Scheduled:
        return "scheduled";
    case State::Blocked:
        return "blocked";
    case State::Ready:
        return "ready";
    case State::Running:
        return "running";
    case State::Succeeded:
        return "succeeded";
    case State::Dead:
        return "dead";
    case State::Expired:
        return "expired";
    case State::Cancelled:
        return "cancelled";
    }
    return "unknown";
}

Result<JobState> parseJobState(std::string_view text)
{
    std::string names;
    for (const JobState state : allJobStates) {
        if (jobStateName(state) == text)
            return state;
        names.append(names.empty() ? "" : ", ").append(jobStateName(state));
    }
    return failure(
        ErrorCode::Invalid, "unknown state '" + std::string(text.substr(0, 40)) + "': expected one of " + names);
}

bool isEnded(JobState state)
{
    return state == State::Succeeded || state == State::Dead || state == State::Expired || state == State::Cancelled;
}

bool isWaiting(JobState state)
{
    return state == State::Ready || state == State::Scheduled;
}

std::span<const JobTransition> jobTransitions()
{
    return table;
}

std::optional<JobState> stateAfter(std::optional<JobState> from, JobEvent event)
{
    for (const JobTransition &line : jobTransitions()) {
        if (line.from == from && line.event == event)
            return line.to;
    }
    return std::nullopt;
}

std::string_view jobEventName(JobEvent event)
{
    switch (event) {
    case JobEvent::Enqueued:
        return "enqueued";
    case JobEvent::EnqueuedForLater:
        return "enqueued for later";
    case JobEvent::EnqueuedBlocked:
        return "enqueued blocked";
    case JobEvent::BecameDue:
        return "became due";
    case JobEvent::Unblocked:
        return "unblocked";
    case JobEvent::Claimed:
        return "claimed";
    case JobEvent::Succeeded:
        return "succeeded";
    case JobEvent::FailedForNow:
        return "failed for now";
    case JobEvent::FailedForGood:
        return "failed for good";
    case JobEvent::Snoozed:
        return "snoozed";
    case JobEvent::Released:
        return "released";
    case JobEvent::DeadlinePassed:
        return "deadline passed";
    case JobEvent::Cancelled:
        return "cancelled";
    case JobEvent::Retried:
        return "retried";
    }
    return "unknown";
}

Result<JobState> deriveState(const JobPlaces &places)
{
    const int count =
        (places.isDelayed ? 1 : 0) + (places.isBlocked ? 1 : 0) + (places.isRunning ? 1 : 0) + (places.outcome ? 1 : 0);
    if (count > 1 || (places.outcome && !isEnded(*places.outcome)))
        return failure(ErrorCode::Corrupt, "a job lies in more than one place of the store");
    if (places.isDelayed)
        return places.isDue ? State::Ready : State::Scheduled;
    if (places.isBlocked)
        return State::Blocked;
    if (places.isRunning)
        return State::Running;
    return places.outcome.value_or(State::Ready);
}

} // namespace fairlead

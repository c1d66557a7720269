// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/job_state.h"

#include <string>

namespace fairlead {

namespace {
using State = JobState;
using Event = JobEvent;

constexpr std::array<JobTransition, 23> table {{
    {std::nullopt, Event::Enqueued, State::Ready},
    {std::nullopt, Event::EnqueuedForLater, State::Scheduled},
    {std::nullopt, Event::EnqueuedBlocked, State::Blocked},
    {State::Scheduled, Event::BecameDue, State::Ready},
    {State::Scheduled, Event::Cancelled, State::Cancelled},
    {State::Blocked, Event::Unblocked, State::Ready},
    {State::Blocked, Event::DeadlinePassed, State::Expired},
    {State::Blocked, Event::FailedForGood, State::Dead},
    {State::Blocked, Event::Cancelled, State::Cancelled},
    {State::Ready, Event::Claimed, State::Running},
    {State::Ready, Event::DeadlinePassed, State::Expired},
    {State::Ready, Event::FailedForGood, State::Dead},
    {State::Ready, Event::Cancelled, State::Cancelled},
    {State::Running, Event::Succeeded, State::Succeeded},
    {State::Running, Event::FailedForNow, State::Scheduled},
    {State::Running, Event::FailedForGood, State::Dead},
    {State::Running, Event::Snoozed, State::Scheduled},
    {State::Running, Event::Released, State::Ready},
    {State::Running, Event::DeadlinePassed, State::Expired},
    {State::Running, Event::Cancelled, State::Cancelled},
    {State::Dead, Event::Retried, State::Ready},
    {State::Expired, Event::Retried, State::Ready},
    {State::Cancelled, Event::Retried, State::Ready},
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
    case Event::Enqueued:
        return "enqueued";
    case Event::EnqueuedForLater:
        return "enqueued for later";
    case Event::EnqueuedBlocked:
        return "enqueued blocked";
    case Event::BecameDue:
        return "became due";
    case Event::Unblocked:
        return "unblocked";
    case Event::Claimed:
        return "claimed";
    case Event::Succeeded:
        return "succeeded";
    case Event::FailedForNow:
        return "failed for now";
    case Event::FailedForGood:
        return "failed for good";
    case Event::Snoozed:
        return "snoozed";
    case Event::Released:
        return "released";
    case Event::DeadlinePassed:
        return "deadline passed";
    case Event::Cancelled:
        return "cancelled";
    case Event::Retried:
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

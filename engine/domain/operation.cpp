// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/operation.h"

#include <algorithm>
#include <numeric>

namespace fairlead {

namespace {
constexpr std::array<std::string_view, 5> actionNames {"retry", "cancel", "delete", "move", "set_priority"};
constexpr std::array<std::string_view, 4> operationStateNames {"running", "done", "cancelled", "failed"};
constexpr int jobsPerStepMax = 200;
constexpr std::size_t whoBytesMax = 128;
constexpr Microseconds overMax = std::chrono::hours {24 * 30};
constexpr Microseconds step = std::chrono::seconds {1};

template <typename Enum, std::size_t count>
Result<Enum> parseOf(std::string_view text, const std::array<std::string_view, count> &names)
{
    const auto found = std::find(names.begin(), names.end(), text);
    if (found != names.end())
        return static_cast<Enum>(found - names.begin());
    std::string known;
    for (const std::string_view name : names)
        known += (known.empty() ? "" : ", ") + std::string(name);
    return failure(ErrorCode::Invalid, "'" + std::string(text.substr(0, 64)) + "': expected one of " + known);
}
} // namespace

std::string_view bulkActionName(BulkAction action)
{
    return actionNames.at(static_cast<std::size_t>(action));
}

Result<BulkAction> parseBulkAction(std::string_view text)
{
    return parseOf<BulkAction>(text, actionNames);
}

std::vector<JobState> statesFor(BulkAction action)
{
    switch (action) {
    case BulkAction::Retry:
        return {JobState::Dead, JobState::Expired, JobState::Cancelled};
    case BulkAction::Cancel:
        return {JobState::Scheduled, JobState::Blocked, JobState::Ready, JobState::Running};
    case BulkAction::Delete:
        return {JobState::Scheduled, JobState::Ready, JobState::Succeeded, JobState::Dead, JobState::Expired,
            JobState::Cancelled};
    case BulkAction::Move:
    case BulkAction::SetPriority:
        break;
    }
    return {JobState::Scheduled, JobState::Ready};
}

Result<> checkOperation(const OperationRequest &request)
{
    const bool movesQueue = request.action == BulkAction::Move;
    const bool setsPriority = request.action == BulkAction::SetPriority;
    if (movesQueue != request.change.queue.has_value())
        return failure(ErrorCode::Invalid, "queue: a move needs the queue to move to; other actions have none");
    if (setsPriority != request.change.priority.has_value())
        return failure(ErrorCode::Invalid, "priority: goes with set_priority, which needs it");
    if (request.deadline && request.action != BulkAction::Retry)
        return failure(ErrorCode::Invalid, "deadline: goes with retry");
    if (request.over < Microseconds {0} || request.over > overMax)
        return failure(ErrorCode::Invalid, "over: expected a duration of 30d at most");
    if (request.who.size() > whoBytesMax)
        return failure(ErrorCode::TooLarge, "who: 128 bytes at most");
    return checkFilter(request.filter);
}

std::optional<TimePoint> RetryDeadline::at(TimePoint now) const
{
    if (const auto *span = std::get_if<Microseconds>(&when))
        return now + *span;
    const auto *time = std::get_if<TimePoint>(&when);
    return time ? std::optional(*time) : std::nullopt;
}

std::string_view operationStateName(OperationState state)
{
    return operationStateNames.at(static_cast<std::size_t>(state));
}

Result<OperationState> parseOperationState(std::string_view text)
{
    return parseOf<OperationState>(text, operationStateNames);
}

OperationPace paceOf(std::int64_t total, Microseconds over)
{
    if (over <= Microseconds {0} || total <= 1)
        return {jobsPerStepMax, Microseconds {0}};
    const std::int64_t steps = std::clamp<std::int64_t>(over / step, 1, total);
    const std::int64_t jobs = std::clamp<std::int64_t>((total + steps - 1) / steps, 1, jobsPerStepMax);
    // The last step of n begins at the end of the time, so there are n - 1 pauses.
    const std::int64_t pauses = std::max<std::int64_t>((total + jobs - 1) / jobs - 1, 1);
    return {static_cast<int>(jobs), over / pauses};
}

void balance(Operation &operation)
{
    const std::int64_t handled = operation.done + operation.skipped + operation.failed;
    operation.total = std::max(operation.total.value_or(0), handled);
    operation.skipped += *operation.total - handled;
}

OperationOutcome outcomeOf(const Operation &operation, const StateCounts &states, TimePoint asOf)
{
    OperationOutcome outcome {.operation = operation.id, .asOf = asOf};
    outcome.isUnderWay = operation.state == OperationState::Running;
    outcome.succeeded = countOf(states, JobState::Succeeded);
    outcome.ready = countOf(states, JobState::Ready);
    outcome.scheduled = countOf(states, JobState::Scheduled);
    outcome.blocked = countOf(states, JobState::Blocked);
    outcome.running = countOf(states, JobState::Running);
    outcome.dead = countOf(states, JobState::Dead);
    outcome.expired = countOf(states, JobState::Expired);
    outcome.cancelled = countOf(states, JobState::Cancelled);
    const std::int64_t counted = std::accumulate(states.begin(), states.end(), std::int64_t {0});
    // An operation under way may have retried more since it was read.
    outcome.retried = std::max(operation.done, counted);
    outcome.gone = outcome.retried - counted;
    return outcome;
}

} // namespace fairlead

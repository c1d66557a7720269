// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job_filter.h"

#include <variant>

namespace fairlead {

/// The act of an operation on each of its jobs. The numbers reach the disk: do not change them.
enum class BulkAction { Retry = 0, Cancel = 1, Delete = 2, Move = 3, SetPriority = 4 };
inline constexpr std::array<BulkAction, 5> allBulkActions {
    BulkAction::Retry, BulkAction::Cancel, BulkAction::Delete, BulkAction::Move, BulkAction::SetPriority};
std::string_view bulkActionName(BulkAction action);
/// Fails with Invalid, listing the names.
Result<BulkAction> parseBulkAction(std::string_view text);
/// The states in which the action is possible. Jobs in other states are not looked at.
std::vector<JobState> statesFor(BulkAction action);

/// The new queue or priority of waiting and scheduled jobs.
struct LaneChange
{
    std::optional<QueueName> queue;
    std::optional<Priority> priority;
    bool operator==(const LaneChange &) const = default;
};

/// The deadline of a job from its retry on: none, a time after the retry, or a time.
struct RetryDeadline
{
    std::variant<std::monostate, Microseconds, TimePoint> when;

    std::optional<TimePoint> at(TimePoint now) const;
    bool operator==(const RetryDeadline &) const = default;
};

/// The terms of a retry.
struct RetryTerms
{
    std::optional<RetryDeadline> deadline {}; ///< empty: each job keeps its own
    std::optional<JobId> operation {}; ///< the operation that the retry belongs to
};

/// An act on all jobs that pass a filter.
struct OperationRequest
{
    BulkAction action = BulkAction::Retry;
    JobFilter filter;
    LaneChange change; ///< for Move (queue) and SetPriority (priority)
    std::optional<RetryDeadline> deadline {}; ///< for Retry; empty: each job keeps its own
    Microseconds over {0}; ///< spread over this time; 0: without pauses
    std::string who;
    bool operator==(const OperationRequest &) const = default;
};
/// Fails with Invalid or TooLarge.
Result<> checkOperation(const OperationRequest &request);

/// A deleted job. It is not found unless it is restored in time.
struct DeletedJob
{
    JobId id;
    TimePoint restorableUntil;
};

/// The numbers reach the disk: do not change them.
enum class OperationState { Running = 0, Done = 1, Cancelled = 2, Failed = 3 };
std::string_view operationStateName(OperationState state);
/// Fails with Invalid.
Result<OperationState> parseOperationState(std::string_view text);

/// A bulk act and its progress. Each step and the acts it counts are one commit, so that the counts are exact even
/// after a crash.
struct Operation
{
    JobId id;
    OperationRequest request;
    OperationState state = OperationState::Running;
    TimePoint created;
    std::optional<TimePoint> finished;
    std::optional<std::int64_t> total; ///< jobs that matched at the start; empty while they are counted
    std::int64_t done = 0;
    std::int64_t skipped = 0; ///< jobs that changed, ended or were removed meanwhile
    std::int64_t failed = 0;
    std::string error; ///< why it failed, or why the first of the failed jobs did
    JobNumber after {}; ///< all jobs up to this one were handled
    JobNumber upTo {}; ///< the newest job at the start

    bool operator==(const Operation &) const = default;
};

/// The present states of the jobs that an operation retried. A job that a later act retried again counts there alone.
struct OperationOutcome
{
    JobId operation;
    std::int64_t retried = 0; ///< the sum of the numbers below
    std::int64_t succeeded = 0;
    std::int64_t ready = 0;
    std::int64_t scheduled = 0; ///< for their next attempt
    std::int64_t blocked = 0;
    std::int64_t running = 0;
    std::int64_t dead = 0;
    std::int64_t expired = 0;
    std::int64_t cancelled = 0;
    std::int64_t gone = 0; ///< retried again by a later act, or deleted
    bool isUnderWay = false; ///< the operation retries more
    TimePoint asOf; ///< when they were counted

    /// Whether all of them have ended, and no more are retried.
    bool isSettled() const { return !isUnderWay && ready + scheduled + blocked + running == 0; }
    bool operator==(const OperationOutcome &) const = default;
};
/// The outcome of an operation whose jobs are in these states, without those that are gone. Pure.
OperationOutcome outcomeOf(const Operation &operation, const StateCounts &states, TimePoint asOf);

/// Makes the counts of an operation that is done add up. Jobs that left its filter before their turn count as skipped.
/// Jobs that came under it after they were counted raise the total. Pure.
void balance(Operation &operation);

/// One step of an operation: a number of jobs, then a pause.
struct OperationPace
{
    int jobs = 1;
    Microseconds pause {0};
    bool operator==(const OperationPace &) const = default;
};
/// Spreads `total` jobs evenly over the time `over`, in steps of about a second. When it is 0, the steps are short
/// commits. Pure.
OperationPace paceOf(std::int64_t total, Microseconds over);

} // namespace fairlead

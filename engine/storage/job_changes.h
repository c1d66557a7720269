// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"
#include "engine/domain/run_log.h"
#include "engine/domain/token_bucket.h"
#include "engine/domain/views.h"

#include <memory>

namespace fairlead {

// The requests and results of the steps of a job's life.

/// The result of an enqueue: the accepted job, or the existing job when the request repeats an earlier one.
struct Enqueued
{
    EnqueueReceipt receipt;
    Lane lane;
    std::optional<ReadyJob> ready; ///< set when the job waits for a worker at once
    std::optional<TimePoint> due; ///< set when the job is scheduled
};

/// A request to mark a waiting job as running. `lane` and `job` are those under which the job was found.
struct ClaimRequest
{
    Lane lane;
    ReadyJob job;
    std::string worker; ///< the worker that gets the job; shown in lists
    std::optional<BucketLevel> spent {}; ///< of the tenant's rate after this start; kept in the same commit
};

/// A job that was marked as running.
struct ClaimedJob
{
    Job job; ///< with its payload
    int attempt = 1; ///< number of this run
    int crashes = 0; ///< earlier runs of this job that took the engine down
    Token token {};
    TimePoint started;
};

/// A request to end a run. Fails with LeaseLost when `token` is not that of the job's present run.
struct FinishRequest
{
    JobNumber seq {};
    Token token {};
    RunDecision decision;
    std::shared_ptr<const LogText> log {}; ///< of the run, to be kept; null: none
};

/// The kept log of a run.
struct KeptLog
{
    int attempt = 1; ///< number of the run
    TimePoint started;
    std::shared_ptr<const LogText> text; ///< never null
};

/// The job after the end of a run.
struct Finished
{
    JobId id;
    Lane lane;
    JobState state = JobState::Succeeded;
    std::optional<ReadyJob> ready; ///< set when the job waits for a worker again at once
    std::optional<TimePoint> due; ///< set when the job is scheduled
};

/// A request to note that a run went to another worker before it began.
struct Reassignment
{
    JobNumber seq {};
    Token token {};
    std::string worker;
};

/// The effect of an operator's act on a job.
struct StateChange
{
    JobId id;
    JobNumber seq {};
    Lane lane;
    JobState state = JobState::Cancelled;
    std::optional<Token> runningToken; ///< set when the job runs: the run that must be stopped first
    std::optional<ReadyJob> ready; ///< set when the job waits for a worker again
    bool hasEnded = false; ///< the job waited, and this act ended it
    std::optional<QueueName> movedTo {}; ///< the job waited, and waits in this other queue now
};

/// A request to put a new job into the place of a waiting one. `lane` and `deadline` are those under which the old job
/// was found. The new one has the old one's queue, tenant and unique key, and no idempotency key.
struct Replacement
{
    JobId old;
    Lane lane;
    std::optional<TimePoint> deadline;
    JobId id; ///< of the new job
    JobSpec spec;
    std::string who; ///< appears in the event
};
/// The effect of a replacement.
struct Replaced
{
    StateChange ended;
    Enqueued accepted;
};

/// The effect of a move to another lane.
struct Moved
{
    StateChange left;
    Lane to;
    std::optional<ReadyJob> ready; ///< empty when the job is scheduled
};

/// A number of waiting and scheduled jobs, and the bytes of their payloads.
struct BacklogSize
{
    std::int64_t jobs = 0;
    std::int64_t bytes = 0;
    bool operator==(const BacklogSize &) const = default;
};

/// A request to cancel waiting jobs of one tenant in one queue, to make room for others.
struct DropRequest
{
    enum class First { Oldest, Newest };
    QueueName queue;
    TenantName tenant;
    Priority highest = Priority::Normal; ///< jobs of a higher priority are spared
    First first = First::Oldest; ///< within the lowest priority
    BacklogSize needed; ///< at least this many jobs and bytes must go
};
/// The largest number of jobs that one DropRequest cancels.
inline constexpr int dropMost = 256;

} // namespace fairlead

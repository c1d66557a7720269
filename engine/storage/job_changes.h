// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"
#include "engine/domain/views.h"

namespace fairlead {

// The steps of a job's life: what each one is asked, and what it leads to.

/// An accepted job, or the existing one that the request was a repetition of.
struct Enqueued
{
    EnqueueReceipt receipt;
    Lane lane;
    std::optional<ReadyJob> ready; ///< set when the job waits for a worker at once
    std::optional<TimePoint> due; ///< set when the job is scheduled
};

/// Asks to mark a job running. `lane` and `job` are those of a job that was found waiting.
struct ClaimRequest
{
    Lane lane;
    ReadyJob job;
    std::string worker; ///< the worker that gets the job; shown in lists
};

/// A job that has been marked running.
struct ClaimedJob
{
    Job job; ///< with its payload
    int attempt = 1; ///< number of this run
    int crashes = 0; ///< earlier runs of this job that took the engine down
    Token token {};
    TimePoint started;
};

/// Asks to end a run. Fails with LeaseLost when `token` is not that of the job's present run.
struct FinishRequest
{
    JobNumber seq {};
    Token token {};
    RunDecision decision;
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

/// Asks to note that a run went to another worker before it began.
struct Reassignment
{
    JobNumber seq {};
    Token token {};
    std::string worker;
};

/// The change of a job that an operator acted on.
struct StateChange
{
    JobId id;
    JobNumber seq {};
    Lane lane;
    JobState state = JobState::Cancelled;
    std::optional<Token> runningToken; ///< set when the job runs: the run that must be stopped first
    std::optional<ReadyJob> ready; ///< set when the job waits for a worker again
    bool hasEnded = false; ///< the job waited, and this act ended it
};

/// The change of a job that went to another lane.
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

/// Asks to cancel waiting jobs of one tenant in one queue, to make room for others.
struct DropRequest
{
    enum class First { Oldest, Newest };
    QueueName queue;
    TenantName tenant;
    Priority highest = Priority::Normal; ///< jobs of a higher priority are spared
    First first = First::Oldest; ///< within the lowest priority
    BacklogSize needed; ///< room for at least so many jobs and bytes
};
/// Jobs that one DropRequest cancels at most.
inline constexpr int dropMost = 256;

} // namespace fairlead

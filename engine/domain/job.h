// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
#include "engine/domain/ids.h"
#include "engine/domain/job_state.h"
#include "engine/domain/new_job.h"
#include "engine/domain/priority.h"
#include "engine/domain/retry_policy.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fairlead {

/// The largest cost, and the largest sum of costs; larger sums saturate.
inline constexpr std::int64_t costMax = 1'000'000'000'000;
/// The longest that one run may take.
inline constexpr Microseconds timeoutMax = std::chrono::hours {24 * 366};

/// A job as it was accepted: everything that never changes afterwards.
struct JobSpec : JobBody
{
    std::optional<TimePoint> runAt {}; ///< empty: at once
    std::optional<TimePoint> deadline {}; ///< not started after this
    Microseconds timeout = std::chrono::minutes {5}; ///< of one run; 1 ms to timeoutMax
    int maxAttempts = 5; ///< runs, the first one included
    RetryPolicy retry {};
    std::optional<JobId> workflow {};
};

/// An accepted job, with its identity.
struct Job
{
    JobId id;
    JobNumber seq {};
    TimePoint created;
    JobSpec spec;
};

/// Limits of one job's parts. Larger input is refused with TooLarge or Invalid.
struct JobLimits
{
    std::size_t payloadBytesMax = 1024 * 1024;
    std::size_t keyBytesMax = 256; ///< unique, idempotency, trace and correlation ids, content type
    std::size_t tagCountMax = 32;
    std::size_t tagBytesMax = 128;
    std::size_t resultBytesMax = 1024 * 1024; ///< longer results are cut
    int maxAttemptsMax = 1000;
};
/// Checks every part of a spec. Fails with TooLarge or Invalid, naming part and limit.
Result<> validate(const JobSpec &spec, const JobLimits &limits);

/// The record of a run that did not succeed.
struct AttemptError
{
    int attempt = 0;
    std::string worker;
    TimePoint started;
    TimePoint ended;
    std::string errorClass; ///< short and stable: "exit_1", "timeout", "crash", "released"
    std::string text;
    std::string fingerprint; ///< of class and normalised text; groups alike failures
};

/// A handler's result.
struct JobResult
{
    std::string bytes;
    std::string contentType = "application/octet-stream";
};

/// The last progress that a handler reported for a run.
struct Progress
{
    int percent = 0; ///< 0 to 100
    std::string text;
    bool operator==(const Progress &) const = default;
};

/// A lane: the waiting jobs of one tenant in one queue and priority, in order of position.
struct Lane
{
    QueueName queue;
    Priority priority = Priority::Normal;
    TenantName tenant;
    auto operator<=>(const Lane &) const = default;
};

/// A job that waits for a worker, as the dispatcher sees it: no payload.
struct ReadyJob
{
    JobNumber seq {};
    QueuePosition position {};
    std::int64_t cost = 1; ///< as declared by the job
    std::optional<TimePoint> deadline;
    bool operator==(const ReadyJob &) const = default;
};
/// A waiting job and the lane it waits in.
struct LaneJob
{
    Lane lane;
    ReadyJob job;
};

/// The outcome of a run that did its job; see Outcome for the others.
struct Succeeded
{
    /// Of `spawned`, in all.
    static constexpr std::size_t spawnedMax = 10'000;
    static constexpr std::size_t spawnedBytesMax = 64 * 1024 * 1024;

    JobResult result {};
    /// Jobs that the run leaves behind: accepted in the commit of its success, all of them or none. One that the engine
    /// would not accept makes the run a rejection, class "bad_spawn". The parent is the run's job, whatever they say.
    std::vector<NewJob> spawned {};
};
/// The run failed; another attempt may follow. `retryAfter` (if any) is the handler's wish, used when longer than the
/// back-off.
struct Failed
{
    std::string errorClass;
    std::string text;
    std::optional<Microseconds> retryAfter;
};
/// The job cannot succeed: dead at once.
struct Rejected
{
    std::string errorClass;
    std::string text;
};
/// Run it again later; this run is not counted as an attempt.
struct Snoozed
{
    Microseconds delay;
};
/// The run was ended on request.
struct RunCancelled
{
};
/// A shutdown cut the run: the job is ready again, and the attempt is not counted.
struct Released
{
};
/// The deadline passed before the handler was called.
struct DeadlineMissed
{
};
/// The answer of a handler (or of the engine in its place) for one run.
using Outcome = std::variant<Succeeded, Failed, Rejected, Snoozed, RunCancelled, Released, DeadlineMissed>;

/// The limits that end a job which keeps failing.
struct AttemptLimits
{
    int maxAttempts = 5;
    int crashLimit = 3; ///< runs that took the engine process down
};

/// The consequence of an outcome. Decided once, by a pure function, then written by the store in one commit.
struct RunDecision
{
    JobEvent event = JobEvent::Succeeded; ///< the transition
    JobState state = JobState::Succeeded; ///< the state after it
    std::optional<TimePoint> due; ///< for Scheduled: when it becomes ready
    bool countsAsAttempt = true;
    bool countsAsCrash = false; ///< the engine process ended during the run
    std::string errorClass; ///< empty when there is no error to record
    std::string errorText;
    JobResult result;
};
/// Decides what becomes of a job after a run. `attempt` is the number of the run that ended (1 = first).
RunDecision decideAfterRun(const Outcome &outcome, int attempt, const AttemptLimits &limits, const RetryPolicy &retry,
    TimePoint now, Random &random);
/// Decides what becomes of a run whose engine process died: `crashes` counts this one.
RunDecision decideAfterCrash(int attempt, int crashes, const AttemptLimits &limits, TimePoint now);
/// Decides what becomes of a run that a worker elsewhere had when the engine process ended: an attempt, no crash.
RunDecision decideAfterLostLease(int attempt, const AttemptLimits &limits, TimePoint now);

/// When a job that is to wait until `wished` becomes ready, from `now` on: one whose deadline passes before does so
/// right behind that, for then it expires.
TimePoint dueWithin(TimePoint wished, const std::optional<TimePoint> &deadline, TimePoint now);

/// Class and text with numbers, hex strings, uuids, quoted parts and paths blanked, hashed: alike failures share it.
/// 16 hexadecimal digits (FNV-1a 64).
std::string errorFingerprint(std::string_view errorClass, std::string_view text);

} // namespace fairlead

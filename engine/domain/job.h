// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
#include "engine/domain/ids.h"
#include "engine/domain/job_state.h"
#include "engine/domain/new_job.h"
#include "engine/domain/priority.h"
#include "engine/domain/retry_policy.h"

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace fairlead {

/// The largest cost, and the largest sum of costs; larger sums saturate.
inline constexpr std::int64_t costMax = 1'000'000'000'000;
/// The largest time limit of one run.
inline constexpr Microseconds timeoutMax = std::chrono::hours {24 * 366};

/// A job as it was accepted: all facts that never change afterwards.
struct JobSpec : JobBody
{
    std::optional<TimePoint> runAt {}; ///< empty: at once
    std::optional<TimePoint> deadline {}; ///< not started after this
    Microseconds timeout = std::chrono::minutes {5}; ///< of one run; 1 ms to timeoutMax
    int maxAttempts = 5; ///< runs, the first one included
    RetryPolicy retry {};
    std::optional<JobId> workflow {};
    /// Times and limits as the caller handed them in, for the comparison of requests with one idempotency key. Not kept
    /// with the job; empty without such a key.
    std::string asked {};
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
    std::size_t keyBytesMax = 256; ///< of the content type, and of each text of JobBody without a limit of its own
    std::size_t tagCountMax = 32;
    std::size_t tagBytesMax = 128;
    std::size_t resultBytesMax = 1024 * 1024; ///< longer ones of a worker elsewhere are refused, others are cut
    int maxAttemptsMax = 1000;
};
/// Checks every part of a spec. Fails with TooLarge or Invalid, naming part and limit.
Result<> validate(const JobSpec &spec, const JobLimits &limits);
/// Checks the content type, the texts and the tags. Fails as `validate` does.
Result<> checkTexts(const JobBody &body, const JobLimits &limits);
/// Fails with TooLarge or Invalid, naming the limit.
Result<> checkTags(const std::vector<std::string> &tags, const JobLimits &limits);
/// The bytes that the payload, the texts and the tags take in memory.
std::size_t heldBytes(const JobBody &body);
/// Fails with TooLarge or Invalid for a content type that cannot be the value of a header.
Result<> checkContentType(const std::string &contentType);

/// The largest length of an error's class and of its text. Longer ones are cut at a character; the text then says so.
inline constexpr std::size_t errorClassBytesMax = 128;
inline constexpr std::size_t errorTextBytesMax = 16 * 1024;
/// The beginning of a UTF-8 text, `most` bytes at most, with whole characters.
std::string_view wholeCharacters(std::string_view text, std::size_t most);

/// The record of a run that did not succeed.
struct AttemptError
{
    int attempt = 0;
    std::string worker;
    TimePoint started;
    TimePoint ended;
    std::string errorClass; ///< short and stable: "exit_1", "timeout", "crash", "released"
    std::string text;
    std::string fingerprint; ///< hash of class and normalised text; equal failures share it
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

/// A lane holds the waiting jobs of one tenant in one queue and priority, in order of position.
struct Lane
{
    QueueName queue;
    Priority priority = Priority::Normal;
    TenantName tenant;
    auto operator<=>(const Lane &) const = default;
};

/// A waiting job as the dispatcher sees it, without its payload.
struct ReadyJob
{
    JobNumber seq {};
    QueuePosition position {};
    std::int64_t cost = 1; ///< as declared by the job
    std::optional<TimePoint> deadline;
    bool operator==(const ReadyJob &) const = default;
};
/// The place of a job that the store has not accepted yet, behind all others. No job that waits in the store has it.
inline constexpr QueuePosition positionToCome {std::numeric_limits<std::int64_t>::max()};
/// A waiting job and the lane it waits in.
struct LaneJob
{
    Lane lane;
    ReadyJob job;
};

/// The outcome of a run that succeeded; see Outcome for the others.
struct Succeeded
{
    /// Limits of all spawned jobs together.
    static constexpr std::size_t spawnedMax = 10'000;
    static constexpr std::size_t spawnedBytesMax = 64 * 1024 * 1024;

    JobResult result {};
    /// Jobs that the run leaves behind. They are accepted in the commit of its success, all of them or none. A job that
    /// the engine would not accept makes the run a rejection of class "bad_spawn". Their parent is always the run's
    /// job.
    std::vector<NewJob> spawned {};
};
/// The run failed; another attempt may follow. `retryAfter`, if set, is the handler's wish. It is used when it is
/// longer than the back-off.
struct Failed
{
    std::string errorClass;
    std::string text;
    std::optional<Microseconds> retryAfter;
};
/// The job cannot succeed; it is dead at once.
struct Rejected
{
    std::string errorClass;
    std::string text;
};
/// The job runs again later. This run is not counted as an attempt.
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
/// The answer of a handler, or of the engine in its place, for one run.
using Outcome = std::variant<Succeeded, Failed, Rejected, Snoozed, RunCancelled, Released, DeadlineMissed>;

/// The limits that end a job which always fails.
struct AttemptLimits
{
    int maxAttempts = 5;
    int crashLimit = 3; ///< runs that took the engine process down
};

/// The consequence of an outcome. A pure function decides it; then the store writes it in one commit.
struct RunDecision
{
    JobEvent event = JobEvent::Succeeded; ///< the event of the job's life
    JobState state = JobState::Succeeded; ///< the state after the event
    std::optional<TimePoint> due; ///< for Scheduled: the time it becomes ready
    bool countsAsAttempt = true;
    bool countsAsCrash = false; ///< the engine process ended during the run
    std::string errorClass; ///< empty when there is no error to record; at most errorClassBytesMax
    std::string errorText; ///< at most errorTextBytesMax
    JobResult result;
};
/// Decides the next state of a job after a run. `attempt` is the number of the run that ended (1 = first).
RunDecision decideAfterRun(const Outcome &outcome, int attempt, const AttemptLimits &limits, const RetryPolicy &retry,
    TimePoint now, Random &random);
/// Decides the next state after a run whose engine process died. `crashes` includes this one.
RunDecision decideAfterCrash(int attempt, int crashes, const AttemptLimits &limits, TimePoint now);
/// Decides the next state after a run that a worker elsewhere had when the engine process ended: an attempt, no crash.
RunDecision decideAfterLostLease(int attempt, const AttemptLimits &limits, TimePoint now);

/// The time at which a job becomes ready that is to wait until `wished`. When its deadline is earlier, this is just
/// after the deadline; then the job expires.
TimePoint dueWithin(TimePoint wished, const std::optional<TimePoint> &deadline, TimePoint now);
/// Whether `due` of a scheduled job is a time that was asked for, by its `runAt` or its deadline. Otherwise the job
/// waits after a run.
bool isAskedFor(TimePoint due, const JobSpec &spec);

/// A hash of class and text that equal failures share; of a stack trace only its exception counts. Numbers, hex
/// strings, UUIDs, quoted parts, paths and escape sequences are blanked before. 16 hexadecimal digits (FNV-1a 64).
std::string errorFingerprint(std::string_view errorClass, std::string_view text);

} // namespace fairlead

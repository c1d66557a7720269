// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/access.h"
#include "engine/domain/engine_views.h"
#include "engine/domain/job_filter.h"
#include "engine/domain/tenant_views.h"

namespace fairlead {

/// A job as people and programs see it: facts, state and earlier runs.
struct JobRecord
{
    Job job;
    JobState state = JobState::Ready;
    int attempt = 0; ///< runs started and counted so far
    int crashes = 0;
    std::optional<TimePoint> due {}; ///< for scheduled: the time it becomes ready
    std::optional<TimePoint> startedAt {}; ///< of the present or last run
    std::optional<TimePoint> finishedAt {};
    std::string worker {}; ///< of the present run
    std::optional<Progress> progress {};
    std::vector<AttemptError> errors {}; ///< oldest first; at most the newest 100
    bool hasResult = false;
    std::optional<Withheld> withheld {}; ///< from its reader, of the payload and of texts of runs; empty: nothing
};

/// The lines that one run of a job wrote, or those behind the part that its reader has. The bytes of all lines are
/// counted, those that are not kept included.
struct RunLogView
{
    static constexpr bool isReadNoted = true; ///< in the audit log, as a payload that is read in full
    JobId id;
    QueueName queue = QueueName::trusted("none");
    int attempt = 1; ///< number of the run
    TimePoint started;
    bool isRunning = false; ///< there may be more lines later
    std::string head {}; ///< the first lines
    std::int64_t leftOut = 0; ///< bytes between the two parts that are not kept
    std::string tail {}; ///< the last lines
    std::int64_t next = 0; ///< where to go on: the bytes of all lines so far
    std::vector<int> attempts {}; ///< the runs whose log there is, oldest first
    std::optional<Withheld> withheld {}; ///< from its reader
};

/// The order of a list of jobs. Each one is that of an index.
enum class ListOrder {
    Newest, ///< by arrival, newest first
    Oldest, ///< by arrival, oldest first
    Next, ///< scheduled jobs alone, soonest start first
};
template <>
struct EnumNames<ListOrder>
{
    static constexpr std::array<std::string_view, 3> all {"newest", "oldest", "next"};
};

/// Selects the jobs of a list.
struct JobQuery : JobFilter
{
    std::string cursor; ///< cursor of the page before, in the same order; empty: the first page
    int limit = 50; ///< 1 to 1000
    std::int64_t skip = 0; ///< jobs to skip before the page begins, 0 to listSkipMax
    ListOrder order = ListOrder::Newest;
};
inline constexpr std::int64_t listSkipMax = 1'000'000'000;

/// One page of a list. `cursor` is empty on the last page.
struct JobPage
{
    std::vector<JobRecord> jobs;
    std::string cursor;
    // Fewer than asked when the list ended or the time was up: continue at `cursor`.
    std::int64_t skipped = 0;
    std::int64_t examined = 0; ///< jobs that a search in payloads looked at for this page
};

/// A dead letter: a dead or expired job with its first and last error.
struct DeadLetter
{
    JobRecord record;
    AttemptError firstError;
    AttemptError lastError;
};
struct DeadLetterPage
{
    std::vector<DeadLetter> deadLetters;
    std::string cursor;
    std::int64_t skipped = 0; ///< as in JobPage
};
struct DeadLetterQuery
{
    std::optional<QueueName> queue;
    std::optional<TenantName> tenant;
    std::optional<std::string> fingerprint;
    std::string cursor;
    int limit = 50;
    std::int64_t skip = 0; ///< as in JobQuery
};

/// One reason that keeps a job from starting. The text is in English; a client that speaks another language makes its
/// own from the other members. Of an older engine these are empty.
struct WaitReason
{
    WaitCode code = WaitCode::Unknown;
    std::string text; ///< for people; names the cause and the end, where they are known
    std::optional<QueueName> queue {}; ///< that is meant
    std::optional<TenantName> tenant {}; ///< the same; empty: all
    std::optional<TimePoint>
        at {}; ///< Paused, Running, QueueUnserved: since; TenantRate, GateShut, Scheduled: the next start
    std::int64_t count = 0; ///< caps: running jobs; Turn: jobs before it; Scheduled: the attempt that failed, 0: none
    bool isAtLeast = false; ///< Turn: there may be more before it
    bool isOpen = false; ///< GateShut: it is open again, and held jobs a moment ago
    std::string who {}; ///< Paused: who did it; Running: the worker
    std::string detail {}; ///< Paused: the reason given; GateShut: kind of the layer; Scheduled: class of the error
};

/// The reasons why a job is not running, or the fact that it runs or has ended.
struct WhyView
{
    JobId id;
    JobState state = JobState::Ready;
    std::vector<WaitReason> reasons; ///< the first one must be lifted first; never empty
    std::optional<std::int64_t> ahead; ///< jobs of the same tenant, queue and priority before it
    std::optional<std::int64_t> tenantsWaiting; ///< of the same queue, its own included
    std::optional<TimePoint> until; ///< earliest start, where a clock decides
    std::optional<TimePoint> expected {}; ///< expected start, at the pace of its tenant's jobs in the last minute
};

} // namespace fairlead

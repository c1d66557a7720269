// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/flow.h"
#include "engine/domain/job_filter.h"
#include "engine/domain/settings.h"

#include <array>

namespace fairlead {

/// A job as people and programs see it: facts, state and history.
struct JobRecord
{
    Job job;
    JobState state = JobState::Ready;
    int attempt = 0; ///< runs started and counted so far
    int crashes = 0;
    std::optional<TimePoint> due {}; ///< for scheduled: when it becomes ready
    std::optional<TimePoint> startedAt {}; ///< of the present or last run
    std::optional<TimePoint> finishedAt {};
    std::string worker {}; ///< of the present run
    std::optional<Progress> progress {};
    std::vector<AttemptError> errors {}; ///< oldest first; at most the newest 100
    bool hasResult = false;
};

/// Which jobs to list.
struct JobQuery : JobFilter
{
    std::string cursor; ///< of the page before; empty: the newest
    int limit = 50; ///< 1 to 1000
    std::int64_t skip = 0; ///< jobs to pass over before the page begins, 0 to listSkipMax
};
inline constexpr std::int64_t listSkipMax = 1'000'000'000;

/// One page of a list, newest first. `cursor` is empty on the last page.
struct JobPage
{
    std::vector<JobRecord> jobs;
    std::string cursor;
    std::int64_t skipped = 0; ///< passed over; fewer than asked where the list ended, or time was up: go on at `cursor`
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
    std::int64_t skipped = 0; ///< as JobPage's
};
struct DeadLetterQuery
{
    std::optional<QueueName> queue;
    std::optional<TenantName> tenant;
    std::string fingerprint;
    std::string cursor;
    int limit = 50;
    std::int64_t skip = 0; ///< as JobQuery's
};

/// How many jobs are in each state, indexed by JobState.
using StateCounts = std::array<std::int64_t, jobStateCount>;
inline std::int64_t countOf(const StateCounts &counts, JobState state)
{
    return counts.at(static_cast<std::size_t>(state));
}

/// Counts of one tenant in one queue.
struct QueueTenantCounts
{
    QueueName queue;
    TenantName tenant;
    StateCounts counts {};
};

/// Who paused what, when and why.
struct Pause
{
    std::optional<QueueName> queue; ///< with tenant empty: the queue; both empty: the engine
    std::optional<TenantName> tenant;
    std::string who;
    std::string why;
    TimePoint since;
};

/// A layer of a queue's service stack, and how it stands.
struct LayerView
{
    std::string kind;
    std::string settings; ///< for people
    std::optional<int> underWay {}; ///< of a concurrency limit, over all queues that share it
    std::vector<std::string> open {}; ///< targets for which a circuit breaker is open or half open; "" is the queue
    /// How often a cache was asked since the start.
    struct Asked
    {
        std::int64_t hits = 0;
        std::int64_t misses = 0;
    };
    std::optional<Asked> asked {};
};

struct QueueView
{
    QueueName queue = QueueName::trusted("none");
    std::string handler; ///< kind
    int workersMax = 0; ///< at once, at present; 0: all
    std::string scaling {}; ///< who chose it: "" the configuration, "auto" or "hand"
    int running = 0;
    StateCounts counts {};
    std::optional<Pause> pause;
    double weight = 1;
    std::vector<LayerView> layers {}; ///< the queue's own, the outermost first
    Quantiles queueTime {}; ///< of the last 15 minutes, as a tenant's
    Quantiles runTime {};
    std::optional<TimePoint> oldestReady {}; ///< since when the job waits that has waited longest
    FlowCounts totals {}; ///< since start
    DurationBuckets queueTimes {}; ///< since start
    DurationBuckets runTimes {};
};

struct TenantView
{
    TenantName tenant = defaultTenant();
    TenantLimits limits;
    StateCounts counts {};
    std::optional<Pause> pause;
    Quantiles queueTime; ///< from ready to start, first attempts of the last 15 minutes
    Quantiles runTime; ///< worker time per run, of the last 15 minutes
    std::int64_t attempts = 0; ///< runs ended since start
    std::int64_t retries = 0; ///< runs that failed and were put back, since start
    std::int64_t workerTime = 0; ///< microseconds, since start
};

struct WorkerView
{
    std::string worker;
    std::string state; ///< "idle" or "busy"
    std::optional<JobId> job;
    std::optional<QueueName> queue;
    std::optional<TenantName> tenant;
    std::optional<TimePoint> since;
    std::int64_t processed = 0;
    std::int64_t failed = 0;
    std::int64_t retried = 0; ///< of the failed: another attempt followed
    int mailbox = 0; ///< jobs given or promised to it beside the one that it runs
};

/// One thing that keeps a job from being started.
struct WaitReason
{
    std::string
        code; ///< "paused", "queue_at_cap", "tenant_at_cap", "tenant_rate", "scheduled", "turn", "running", "ended"
    std::string text; ///< for people; says who and until when, where that is known
};

/// Why a job is not running (or that it is, or was), in the engine's own words.
struct WhyView
{
    JobId id;
    JobState state = JobState::Ready;
    std::vector<WaitReason> reasons; ///< what must be lifted first comes first; never empty
    std::optional<std::int64_t> ahead; ///< jobs of the same tenant, queue and priority before it
    std::optional<std::int64_t> tenantsWaiting; ///< of the same queue, its own included
    std::optional<TimePoint> until; ///< when it may start at the earliest, where a clock decides
    std::optional<TimePoint> expected {}; ///< its start, if its tenant's jobs go on as in the last minute
};

/// The engine at a glance.
struct StatusView
{
    std::string version;
    std::string state; ///< "running", "paused", "draining", "stopping"
    std::int64_t pid = 0;
    std::string dataDir;
    std::string store; ///< "sqlite 3.40.1", "memory"
    std::string durability; ///< "full", "relaxed", "none"
    TimePoint startedAt;
    int workers = 0;
    int busy = 0;
    StateCounts counts {};
    std::int64_t enqueued = 0; ///< since start
    std::int64_t finished = 0; ///< since start
    std::optional<Pause> pause;
    std::vector<Pause> pauses {}; ///< all there are, the engine's first
};

/// A finding of `verify`.
struct VerifyReport
{
    std::int64_t jobsChecked = 0;
    std::vector<std::string> problems; ///< at most 100; empty: sound
};

/// A copy of the store, checked as a whole after it was written.
struct BackupReport
{
    std::string file;
    std::int64_t bytes = 0;
    VerifyReport verified;
};

/// One key of the configuration in force.
struct ConfigEntry
{
    std::string key; ///< "queue.thumbnails.workers"
    std::string value; ///< as the file would say it; "***" for a secret
    std::string source; ///< "FILE:LINE", "command line", "default" or "program"
};

/// What became of a configuration that was read again.
struct ReloadReport
{
    std::vector<std::string> applied; ///< keys whose new value is in force
    std::vector<std::string> overruled; ///< keys of tenants of whom an operator said otherwise, which counts
    std::vector<std::string> afterRestart; ///< keys whose new value waits for the next start
};

} // namespace fairlead

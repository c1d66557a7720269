// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/flow.h"
#include "engine/domain/job_filter.h"
#include "engine/domain/settings.h"

#include <array>

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
};

/// Selects the jobs of a list.
struct JobQuery : JobFilter
{
    std::string cursor; ///< cursor of the page before; empty: the newest
    int limit = 50; ///< 1 to 1000
    std::int64_t skip = 0; ///< jobs to skip before the page begins, 0 to listSkipMax
};
inline constexpr std::int64_t listSkipMax = 1'000'000'000;

/// One page of a list, newest first. `cursor` is empty on the last page.
struct JobPage
{
    std::vector<JobRecord> jobs;
    std::string cursor;
    // Fewer than asked when the list ended or the time was up: continue at `cursor`.
    std::int64_t skipped = 0;
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
    std::string fingerprint;
    std::string cursor;
    int limit = 50;
    std::int64_t skip = 0; ///< as in JobQuery
};

/// The number of jobs in each state, indexed by JobState.
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

/// A pause: its target, its author, its time and its reason.
struct Pause
{
    std::optional<QueueName> queue; ///< with tenant empty: the queue; both empty: the engine
    std::optional<TenantName> tenant;
    std::string who;
    std::string why;
    TimePoint since;
};

/// A layer of a queue's service stack, and its present state.
struct LayerView
{
    std::string kind;
    std::string settings; ///< for people
    std::optional<int> underWay {}; ///< of a concurrency limit, over all queues that share it
    std::vector<std::string> open {}; ///< targets of a circuit breaker that is open or half open; "" is the queue
    /// The number of hits and misses of a cache since the start.
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
    int workersMax = 0; ///< at once, at present; 0: no limit
    std::string scaling {}; ///< the source of the number: "" the configuration, "auto" or "hand"
    int running = 0;
    StateCounts counts {};
    std::optional<Pause> pause;
    double weight = 1;
    std::vector<LayerView> layers {}; ///< the queue's own, the outermost first
    Quantiles queueTime {}; ///< of the last 15 minutes, as a tenant's
    Quantiles runTime {};
    std::optional<TimePoint> oldestReady {}; ///< the time from which the longest-waiting job has waited
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
    std::int64_t retries = 0; ///< runs that failed and were followed by another attempt, since start
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
    int mailbox = 0; ///< jobs in its mailbox or reserved for it, without the running one
};

/// One reason that keeps a job from starting.
struct WaitReason
{
    std::string
        code; ///< "paused", "queue_at_cap", "tenant_at_cap", "tenant_rate", "scheduled", "turn", "running", "ended"
    std::string text; ///< for people; names the cause and the end, where they are known
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

/// The engine's state and figures at a glance.
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
    std::vector<Pause> pauses {}; ///< all pauses, the engine's first
};

/// The result of a check of the store.
struct VerifyReport
{
    std::int64_t jobsChecked = 0;
    std::vector<std::string> problems; ///< at most 100; empty: sound
};

/// The result of a backup: a copy of the store that was checked as a whole.
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
    std::string value; ///< as the file would have it; "***" for a secret
    std::string source; ///< "FILE:LINE", "command line", "default" or "program"
};

/// The result of a reload of the configuration.
struct ReloadReport
{
    std::vector<std::string> applied; ///< keys whose new value is in force
    std::vector<std::string> overruled; ///< keys of tenants for which an operator's setting holds instead
    std::vector<std::string> afterRestart; ///< keys whose new value needs a restart
};

} // namespace fairlead

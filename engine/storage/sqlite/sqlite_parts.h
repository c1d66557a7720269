// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/job_events.h"
#include "engine/storage/sqlite/ballast.h"
#include "engine/storage/sqlite/delayed_jobs.h"
#include "engine/storage/sqlite/end_rows.h"
#include "engine/storage/sqlite/job_rows.h"
#include "engine/storage/sqlite/ledger.h"
#include "engine/storage/sqlite/lock_file.h"
#include "engine/storage/sqlite/operation_rows.h"
#include "engine/storage/sqlite/recent_jobs.h"
#include "engine/storage/sqlite/run_table.h"
#include "engine/storage/sqlite/sqlite_options.h"
#include "engine/storage/store.h"

#include <atomic>

namespace fairlead {

/// The latest time that a verb was given, in microseconds: what readers, who are given none, take for now.
using LatestTime = std::atomic<std::int64_t>;

/// What a SqliteStore is made of. Threads: that of the connection.
struct SqliteParts
{
    SqliteParts(SqliteOptions chosen, LockFile taken, std::unique_ptr<SqliteConnection> opened);

    SqliteOptions options;
    Ballast ballast;
    LockFile lock;
    std::unique_ptr<SqliteConnection> database;
    NameTables names;
    Ledger ledger;
    JobRows jobs;
    RecentJobs recent;
    DelayedJobs delayed;
    RunTable runs;
    EndRows ends;
    OperationRows operations;
    std::shared_ptr<LatestTime> latestTime = std::make_shared<LatestTime>(0);

    void noteTime(TimePoint now);
    /// Writes an event with the commit under way.
    Result<> note(const Event &event);
    /// The same for an event of a lane whose numbers are known.
    void note(const Event &event, const LaneKey &lane) { ledger.events().add(event, lane.queue, lane.tenant); }
    /// The numbers of both names; 0 for one that was never used: nothing waits or is counted under it.
    Result<CounterKey> numbersOf(const QueueName &queue, const TenantName &tenant);
    /// Puts a job among the waiting that has been elsewhere before. REQUIRES: it is in no place now.
    Result<ReadyJob> putBack(
        Seq seq, const LaneKey &lane, std::int64_t cost, std::optional<TimePoint> deadline, TimePoint now);
    /// A job that was not deleted.
    Result<std::optional<StoredJob>> findJob(const JobId &id, JobRows::Payload payload = JobRows::Payload::Without);
    /// The state of a job, by the places it is in.
    Result<JobState> stateOf(Seq seq);
};

// The verbs of Store, one file each. They run inside a commit of the ledger.
Result<std::vector<Result<Enqueued>>> enqueueJobs(
    SqliteParts &parts, std::span<const JobSpec> specs, std::span<const JobId> ids, TimePoint now);
Result<std::optional<Result<Enqueued>>> findKnownJob(SqliteParts &parts, const JobSpec &spec, TimePoint now);
Result<std::vector<Result<ClaimedJob>>> claimJobs(
    SqliteParts &parts, std::span<const ClaimRequest> requests, TimePoint now);
Result<std::vector<Result<Finished>>> finishRuns(
    SqliteParts &parts, std::span<const FinishRequest> requests, TimePoint now);
Result<std::vector<Result<>>> renewRuns(
    SqliteParts &parts, std::span<const std::pair<Seq, Token>> runs, TimePoint until);
Result<std::vector<Result<>>> moveRuns(SqliteParts &parts, std::span<const RunMove> moves);
Result<Result<Acted>> cancelJob(SqliteParts &parts, const JobId &id, const std::string &who, TimePoint now);
Result<std::vector<Acted>> dropJobs(SqliteParts &parts, const DropRequest &request, TimePoint now);
Result<Result<Acted>> retryJob(SqliteParts &parts, const JobId &id, TimePoint now);
Result<Result<Acted>> discardJob(SqliteParts &parts, const JobId &id, TimePoint now);
Result<Result<Acted>> restoreJob(SqliteParts &parts, const JobId &id, TimePoint now);
Result<Result<Relaned>> relaneJob(SqliteParts &parts, const JobId &id, const LaneChange &change, TimePoint now);
Result<> keepResult(
    SqliteParts &parts, const CacheKey &key, const JobResult &result, TimePoint expires, const CacheLimits &limits);
Result<bool> maintainStore(SqliteParts &parts, TimePoint now);
Result<bool> forgetSomeOf(SqliteParts &parts, TimePoint now);

// What verbs share.
/// Takes a job out of the waiting or the delayed; answers with the place the disk counted it in.
Result<Place> takeFromBacklog(SqliteParts &parts, const StoredJob &stored);
Result<Acted> cancelBacklogged(SqliteParts &parts, const StoredJob &stored, TimePoint now, const ActNote &note = {});
/// Removes some of the jobs that were deleted long ago; true when there were any.
Result<bool> pruneDeleted(SqliteParts &parts, TimePoint now);
/// What a verb answers about one item.
template <typename T>
Result<T> noJob(const JobId &id)
{
    return failure(ErrorCode::NotFound, "there is no job " + id.text());
}

} // namespace fairlead

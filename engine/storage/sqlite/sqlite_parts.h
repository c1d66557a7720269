// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/job_errors.h"
#include "engine/storage/job_events.h"
#include "engine/storage/sqlite/delayed_jobs.h"
#include "engine/storage/sqlite/end_rows.h"
#include "engine/storage/sqlite/job_rows.h"
#include "engine/storage/sqlite/lock_file.h"
#include "engine/storage/sqlite/operation_rows.h"
#include "engine/storage/sqlite/read_parts.h"
#include "engine/storage/sqlite/recent_jobs.h"
#include "engine/storage/sqlite/reserved_space.h"
#include "engine/storage/sqlite/run_table.h"
#include "engine/storage/sqlite/sqlite_options.h"
#include "engine/storage/sqlite/transaction.h"

namespace fairlead {

/// The parts that the ports of a SqliteStore share. Functions throw SqliteFailure; those that write run inside a
/// commit. Threads: that of the connection.
struct SqliteParts
{
    SqliteParts(SqliteOptions chosen, std::unique_ptr<LockFile> taken, std::unique_ptr<SqliteConnection> opened);

    SqliteOptions options;
    ReservedSpace reserve;
    std::unique_ptr<LockFile> lead;
    std::unique_ptr<SqliteConnection> database;
    NameTables names;
    Transaction transaction;
    JobRows jobs;
    RecentJobs recent;
    DelayedJobs delayed;
    RunTable runs;
    EndRows ends;
    OperationRows operations;
    std::optional<std::int64_t> diskRoom; ///< for new jobs, as the latest look found it
    std::string loss; ///< of an earlier life, as the opening found it
    std::shared_ptr<LatestTime> latestTime = std::make_shared<LatestTime>(0);

    /// Notes the time that a verb was given.
    void noteTime(TimePoint now);
    /// Writes an event with the commit under way.
    void note(const Event &event);
    /// Writes an event of a lane. The numbers of the lane's names are known.
    void note(const Event &event, const LaneKey &lane) { transaction.events().add(event, lane.queue, lane.tenant); }
    /// The numbers of both names. A name that was never used has 0: no job is waiting or counted under it.
    CounterKey numbersOf(const QueueName &queue, const TenantName &tenant);
    /// Makes a job ready that was in another place before. REQUIRES: the job is in no place now.
    ReadyJob makeReady(
        JobNumber seq, const LaneKey &lane, std::int64_t cost, std::optional<TimePoint> deadline, TimePoint now);
    /// Finds a job that was not deleted.
    std::optional<StoredJob> findJob(const JobId &id, JobRows::Payload payload = JobRows::Payload::Without);
    /// The state of a job, as follows from the places it is in.
    JobState stateOf(JobNumber seq);
    /// Removes a waiting or delayed job from its place. Returns the place in which the disk counted it.
    Place takeFromBacklog(const StoredJob &stored);
    /// Cancels a waiting or scheduled job. `note` goes into the event.
    StateChange cancelBacklogged(const StoredJob &stored, TimePoint now, const ActNote &note = {});
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"
#include "engine/storage/job_reader.h"
#include "engine/storage/sqlite/deferred_changes.h"
#include "engine/storage/sqlite/sqlite_connection.h"

#include <span>

namespace fairlead {

/// The number of runs of a job that count as attempts, and of those that took the engine down.
struct Attempts
{
    int attempts = 0;
    int crashes = 0;
    bool operator==(const Attempts &) const = default;
};

/// The end of a job, to be written.
struct Ending
{
    JobNumber seq {};
    LaneKey lane;
    JobState state = JobState::Succeeded;
    Attempts attempts;
    bool wasAttempted = false; ///< the job has a row in `attempted`
    std::optional<TimePoint> started;
    TimePoint finished;
    JobResult result;
    std::string fingerprint; ///< of a dead letter
    std::string uniqueKey; ///< that the job held
};

/// The end of a job, as read.
struct OutcomeRow
{
    JobState state = JobState::Succeeded;
    Attempts attempts;
    std::optional<TimePoint> started;
    TimePoint finished;
    bool hasResult = false;
};

/// Writes and reads the ends and the errors of jobs: the tables outcome, dead, attempted, attempt_error and run_log,
/// and the unique keys that an end releases. Verbs throw SqliteFailure. Threads: that of its connection.
class EndRows
{
public:
    explicit EndRows(SqliteConnection &database)
        : m_database(database)
    {
    }

    void end(std::span<const Ending> endings);
    /// Removes the end of a job.
    void forget(JobNumber seq);
    std::optional<OutcomeRow> find(JobNumber seq);
    bool isDeleted(JobNumber seq);
    std::optional<JobResult> result(JobNumber seq);

    Attempts attempts(JobNumber seq);
    void setAttempts(JobNumber seq, Attempts attempts);

    /// Adds an error, with its fingerprint. Keeps the first and the newest.
    void addError(JobNumber seq, const AttemptError &error);
    /// The newest, oldest first.
    std::vector<AttemptError> errors(JobNumber seq, int limit);
    std::optional<AttemptError> firstError(JobNumber seq);

    /// Adds the log of a run. Keeps the newest.
    void addLog(JobNumber seq, Token token, const KeptLog &log);
    /// Those of a job. `attempt` as for JobReader::findLogs.
    KeptLogs logs(JobNumber seq, std::optional<int> attempt);

private:
    /// Changes the other tables that an outcome concerns.
    void endElsewhere(const Ending &ending);

    SqliteConnection &m_database;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"
#include "engine/storage/sqlite/late_changes.h"
#include "engine/storage/sqlite/sqlite_connection.h"

#include <span>

namespace fairlead {

/// Runs of a job that count, and how many of all its runs took the engine down.
struct Attempts
{
    int attempts = 0;
    int crashes = 0;
    bool operator==(const Attempts &) const = default;
};

/// How a job ended, as it is written.
struct Ending
{
    Seq seq {};
    LaneKey lane;
    JobState state = JobState::Succeeded;
    Attempts attempts;
    bool wasAttempted = false; ///< it has a row in `attempted`
    std::optional<TimePoint> started;
    TimePoint finished;
    JobResult result;
    std::string fingerprint; ///< of a dead letter
    std::string uniqueKey; ///< that it held
};

/// How a job ended, as it is read.
struct OutcomeRow
{
    JobState state = JobState::Succeeded;
    Attempts attempts;
    std::optional<TimePoint> started;
    TimePoint finished;
    bool hasResult = false;
};

/// Writes and reads how jobs ended and what went wrong: the tables outcome, dead, attempted, attempt_error, and the
/// unique keys that an end sets free. Threads: that of its connection.
class EndRows
{
public:
    explicit EndRows(SqliteConnection &database)
        : m_database(database)
    {
    }

    Result<> end(std::span<const Ending> endings);
    /// Takes the end of a job back.
    Result<> forget(Seq seq);
    Result<std::optional<OutcomeRow>> find(Seq seq);
    Result<bool> isDeleted(Seq seq);
    Result<std::optional<JobResult>> result(Seq seq);

    Result<Attempts> attempts(Seq seq);
    Result<> setAttempts(Seq seq, Attempts attempts);

    /// Adds a record, its fingerprint computed here; keeps the first and the newest.
    Result<> addError(Seq seq, const AttemptError &error);
    /// The newest, oldest first.
    Result<std::vector<AttemptError>> errors(Seq seq, int limit);
    Result<std::optional<AttemptError>> firstError(Seq seq);

private:
    /// What goes with an outcome, or goes because of it.
    Result<> endElsewhere(const Ending &ending);

    SqliteConnection &m_database;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/recovery_store.h"
#include "engine/storage/sqlite/end_rows.h"
#include "engine/storage/sqlite/job_rows.h"
#include "engine/storage/undo_log.h"

#include <memory>
#include <unordered_map>

namespace fairlead {

/// A run under way, with the facts that its end needs.
struct ActiveRun
{
    JobNumber seq {};
    JobId id;
    LaneKey lane;
    Lane laneNames;
    Attempts before; ///< of the job, without this run
    Token token {};
    std::string worker;
    TimePoint started;
    Incarnation incarnation {};
    bool isCancelRequested = false;
    std::string cancelledBy;
    std::string uniqueKey;
    int maxAttempts = 5;
    std::int64_t cost = 1;
    std::optional<TimePoint> deadline;
    std::int64_t payloadBytes = 0;

    int attempt() const { return before.attempts + 1; }
    CounterKey counter() const { return {lane.queue, lane.tenant}; }
};

/// The runs under way: the table `run`, mirrored in memory. There are at most as many as workers. Verbs throw
/// SqliteFailure. Threads: that of its connection.
class RunTable
{
public:
    RunTable(SqliteConnection &database, UndoLog &undo);

    void load(JobRows &jobs);
    /// Null when the job does not run. Valid until the next change of the run.
    const ActiveRun *find(JobNumber seq) const;
    /// Adds a run in memory; `insert` must add its row. Valid until the next change of the run.
    const ActiveRun *start(ActiveRun run);
    void insert(std::span<const ActiveRun *const> runs);
    /// Removes rows. REQUIRES: `seqs` are ascending.
    void remove(std::span<const JobNumber> seqs);
    void renew(JobNumber seq, TimePoint until);
    /// Assigns the run to another worker. REQUIRES: the run is there.
    void move(JobNumber seq, const std::string &worker);
    /// REQUIRES: the run is there.
    void requestCancel(JobNumber seq, const std::string &who);
    /// Removes a run from memory and returns it; `remove` must remove its row. Null when it is not there.
    std::shared_ptr<const ActiveRun> take(JobNumber seq);
    /// Runs of other lives with tokens above `after`, oldest first.
    std::vector<EarlierRun> earlierRuns(Incarnation present, Token after, int limit) const;

private:
    /// Replaces the run of the same job. REQUIRES: the run is there.
    void replace(ActiveRun run);

    SqliteConnection &m_database;
    UndoLog &m_undo;
    std::unordered_map<std::int64_t, std::shared_ptr<const ActiveRun>> m_runs;
};

} // namespace fairlead

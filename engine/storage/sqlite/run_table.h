// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/end_rows.h"
#include "engine/storage/sqlite/job_rows.h"
#include "engine/storage/sqlite/undo_log.h"
#include "engine/storage/store.h"

#include <memory>
#include <unordered_map>

namespace fairlead {

/// A run under way, with what its finish needs to know.
struct ActiveRun
{
    Seq seq {};
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

/// What runs now: the table `run`, mirrored in memory; there are only as many as workers hold. Threads: that of its
/// connection.
class RunTable
{
public:
    RunTable(SqliteConnection &database, UndoLog &undo);

    Result<> load(JobRows &jobs);
    /// Null when the job does not run. Good until the next change of the run.
    const ActiveRun *find(Seq seq) const;
    /// Puts a run into memory; its row must come in as well, by `insert`. Good until the next change of the run.
    const ActiveRun *start(ActiveRun run);
    Result<> insert(std::span<const ActiveRun *const> runs);
    /// Removes rows. REQUIRES: rising.
    Result<> remove(std::span<const Seq> seqs);
    Result<> renew(Seq seq, TimePoint until);
    /// The run is another worker's now. REQUIRES: it is there.
    Result<> move(Seq seq, const std::string &worker);
    Result<> requestCancel(Seq seq, const std::string &who);
    /// Takes a run out of memory; its row must go as well, by `remove`.
    /// Null when it is not there.
    std::shared_ptr<const ActiveRun> take(Seq seq);
    /// Runs of other lives than this, oldest first.
    std::vector<CutRun> cutRuns(Incarnation present, int limit) const;

private:
    /// Puts another in its place. REQUIRES: it is there.
    void replace(ActiveRun run);

    SqliteConnection &m_database;
    UndoLog &m_undo;
    std::unordered_map<std::int64_t, std::shared_ptr<const ActiveRun>> m_runs;
};

} // namespace fairlead

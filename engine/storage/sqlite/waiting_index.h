// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/ready_entry_cache.h"
#include "engine/storage/sqlite/sqlite_connection.h"
#include "engine/storage/sqlite/tombstones.h"
#include "engine/storage/undo_log.h"
#include "engine/storage/waiting_store.h"

#include <map>
#include <set>
#include <unordered_map>

namespace fairlead {

/// A waiting job with the numbers of its lane.
struct KeyedJob
{
    LaneKey lane;
    ReadyJob job;
};

/// The waiting jobs in order. The backlog is in the table `ready`. Jobs that became ready recently are unindexed: their
/// entries are in memory only. After a restart they are found again: new jobs by seqs above `indexedTo` in `job`,
/// others by their rows in `delayed`, which stay until the entries are written. Unindexed jobs that still wait are
/// written to the table in sorted batches. Entries whose jobs were taken become tombstones; many of one lane are
/// removed at once. So fair order does not dirty a page of the table for each job. The idea is that of an LSM tree's
/// memory table (O'Neil et al. 1996) over a B-tree. Verbs throw SqliteFailure. Threads: that of its connection.
class WaitingIndex
{
public:
    struct Unindexed
    {
        ReadyJob job;
        bool hasDelayedRow = false;
    };
    /// An entry that was removed.
    struct Taken
    {
        bool wasDelayed = false; ///< its job has a row in `delayed`, which must be removed
    };

    WaitingIndex(SqliteConnection &database, UndoLog &undo);

    /// Finds the new jobs above `indexedTo`. `deferred` names the tombstones, and may name entries that are gone.
    void load(std::int64_t indexedTo, const std::vector<DeferredChanges> &deferred);

    void add(const LaneKey &lane, const ReadyJob &job, bool hasDelayedRow);
    /// Removes an entry. Empty when no job waits at this position, or when it is not `seq`.
    std::optional<Taken> take(const ReadyKey &key, JobNumber seq);
    /// The position of a job of this lane; empty when it does not wait.
    std::optional<std::int64_t> positionOf(const LaneKey &lane, JobNumber seq);
    bool isUnindexed(JobNumber seq) const { return m_bySeq.contains(static_cast<std::int64_t>(seq)); }

    /// The lanes in which jobs wait, in order of their first positions.
    std::vector<LaneKey> lanes();
    /// The first jobs of a lane after a position.
    LaneWindow window(const LaneKey &lane, std::int64_t after, int limit);
    /// The last jobs of a lane, newest first.
    LaneWindow newest(const LaneKey &lane, int limit);

    /// Jobs whose deadline lies before `now`, earliest first.
    std::vector<KeyedJob> overdue(TimePoint now, int limit) { return byDeadline(now, limit); }
    std::optional<TimePoint> nextDeadline();

    /// Entries of the table that the commit under way consumed.
    const std::vector<ReadyKey> &consumedNow() const { return m_consumedNow; }
    std::size_t unindexedCount() const { return m_unindexed.size(); }
    std::size_t tombstoneCount() const { return m_tombstones.count(); }
    /// The number of waiting jobs, by queue and tenant, that the disk still counts as delayed.
    std::map<CounterKey, std::int64_t> countedAsDelayed() const;

    /// Writes the unindexed jobs to the table and removes their rows of `delayed`.
    void writeUnindexed();
    /// Whether the last search by deadline passed so many tombstones that they should be removed.
    bool isSlow() const { return m_passed >= passedMax; }
    /// Starts the removal of the tombstones of all lanes; `removeSome` carries it out.
    void beginRemoval();
    bool isRemoving() const { return !m_toRemove.empty(); }
    /// Removes up to `most` tombstones from the table.
    void removeSome(std::size_t most);
    /// All tombstones, in the order of the table.
    std::vector<ReadyKey> tombstones() const;
    /// Ends a commit that succeeded. `wasWritten`: the commit called `writeUnindexed`.
    void keep(bool wasWritten);
    /// Ends a commit that failed.
    void dropConsumedNow() { m_consumedNow.clear(); }

private:
    /// Adds those of the named entries that are still in the table. REQUIRES: `named` is ascending.
    void loadTombstones(const LaneKey &lane, const Tombstones::Positions &named);
    void addUnindexed(const ReadyKey &key, const Unindexed &entry);
    void removeUnindexed(const ReadyKey &key);
    std::vector<KeyedJob> byDeadline(std::optional<TimePoint> before, int limit);
    std::vector<KeyedJob> unindexedByDeadline(std::optional<TimePoint> before, int limit) const;
    /// Removes the first `count` tombstones of a lane from the table. REQUIRES: the lane has them.
    void removeFirst(const LaneKey &lane, std::size_t count);
    std::optional<Taken> takeIndexed(const ReadyKey &key, JobNumber seq);
    bool isIndexed(const ReadyKey &key, JobNumber seq);
    /// The first position in the table at which a job of this lane waits.
    std::optional<std::int64_t> firstIndexed(const LaneKey &lane);

    static constexpr std::size_t passedMax = 20'000;

    SqliteConnection &m_database;
    UndoLog &m_undo;
    std::map<ReadyKey, Unindexed> m_unindexed;
    std::unordered_map<std::int64_t, ReadyKey> m_bySeq; ///< of the unindexed jobs
    std::set<std::pair<TimePoint, ReadyKey>> m_deadlines; ///< of the unindexed jobs
    Tombstones m_tombstones; ///< all of them are in the table
    std::vector<ReadyKey> m_consumedNow;
    std::vector<LaneKey> m_toRemove; ///< lanes whose tombstones are being removed, the next at the end
    std::size_t m_passed = 0; ///< tombstones that the last search by deadline passed
    ReadyEntryCache m_cache;
};

} // namespace fairlead

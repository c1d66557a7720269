// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"
#include "engine/storage/sqlite/consumed_entries.h"
#include "engine/storage/sqlite/seen_entries.h"
#include "engine/storage/sqlite/sqlite_connection.h"
#include "engine/storage/sqlite/undo_log.h"

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

/// Where the waiting jobs stand, in order. The backlog is in the table `ready`; what became ready lately ("young") is
/// in memory alone and can be found again by a start: fresh jobs behind `indexedTo` in `job`, others in `delayed`,
/// whose rows stay until then. Young entries that still wait are written in sorted batches, and consumed ones of the
/// table are removed many of a lane at once, so that fair order does not dirty a page of the index for each job. The
/// idea is that of an LSM tree's memory table (O'Neil et al. 1996) over a B-tree. Threads: that of its connection.
class WaitingIndex
{
public:
    struct Young
    {
        ReadyJob job;
        bool hasDelayedRow = false;
    };
    /// An entry that was taken out, and whether the job has a row in `delayed` that must go too.
    struct Taken
    {
        bool wasDelayed = false;
    };

    WaitingIndex(SqliteConnection &database, UndoLog &undo);

    /// Finds the fresh jobs behind `indexedTo`; `late` tells which entries of the table were consumed, and may name
    /// some that are gone.
    Result<> load(std::int64_t indexedTo, const std::vector<LateChanges> &late);

    void add(const LaneKey &lane, const ReadyJob &job, bool hasDelayedRow);
    /// Takes an entry out; empty when no job waits there, or another.
    Result<std::optional<Taken>> take(const ReadyKey &key, Seq seq);
    /// The position of a job that waits; empty when it does not. `lane` is that of the job.
    Result<std::optional<std::int64_t>> positionOf(const LaneKey &lane, Seq seq);
    /// Whether a job of `delayed` was made ready already.
    bool isYoung(Seq seq) const { return m_bySeq.contains(static_cast<std::int64_t>(seq)); }

    /// Lanes in which jobs wait, by their first positions.
    Result<std::vector<LaneKey>> lanes();
    /// The first jobs behind a position, and whether there are more.
    Result<std::pair<std::vector<ReadyJob>, bool>> window(const LaneKey &lane, std::int64_t after, int limit);
    /// The same from the end, the newest first.
    Result<std::pair<std::vector<ReadyJob>, bool>> newest(const LaneKey &lane, int limit);

    /// Those whose deadline lies before `now`, earliest first.
    Result<std::vector<KeyedJob>> overdue(TimePoint now, int limit);
    Result<std::optional<TimePoint>> nextDeadline();

    /// Entries consumed by the commit under way.
    const std::vector<ReadyKey> &consumedNow() const { return m_consumedNow; }
    std::size_t youngCount() const { return m_young.size(); }
    std::size_t consumedCount() const { return m_consumed.count(); }
    /// How many jobs of each queue and tenant wait that the disk still counts as delayed.
    std::map<CounterKey, std::int64_t> countedAsDelayed() const;

    /// Writes the young to the table. The rows of `delayed` that go with them are removed.
    Result<> writeYoung();
    /// A look by deadline passed so many consumed entries that it is time to remove them.
    bool isSlow() const { return m_passed >= passedMax; }
    /// From now on `removeSome` has something to do, until it has been in every lane.
    void beginRemoval();
    bool isRemoving() const { return !m_toRemove.empty(); }
    /// Removes up to `most` consumed entries from the table.
    Result<> removeSome(std::size_t most);
    /// The consumed entries that are still in the table, in its order.
    std::vector<ReadyKey> consumed() const;
    /// The commit succeeded; `wasWritten` when it contained `writeYoung`.
    void keep(bool wasWritten);
    void dropConsumedNow() { m_consumedNow.clear(); }

private:
    /// Takes in those of the named entries that are still in the table. REQUIRES: rising.
    Result<> loadConsumed(const LaneKey &lane, const ConsumedEntries::Positions &named);
    void addYoung(const ReadyKey &key, const Young &young);
    void removeYoung(const ReadyKey &key);
    Result<std::vector<KeyedJob>> byDeadline(std::optional<TimePoint> before, int limit);
    /// Removes the first so many consumed entries of a lane. REQUIRES: it has them.
    Result<> removeFirst(const LaneKey &lane, std::size_t count);
    /// Entries of the table, both ends included; counts no further than `most`.
    Result<std::int64_t> countBetween(const LaneKey &lane, std::int64_t first, std::int64_t last, std::int64_t most);
    Result<std::optional<Taken>> takeIndexed(const ReadyKey &key, Seq seq);
    Result<bool> isIndexed(const ReadyKey &key, Seq seq);
    /// The first position of the table at which a job of this lane waits.
    Result<std::optional<std::int64_t>> firstIndexed(const LaneKey &lane);

    static constexpr std::size_t passedMax = 20'000;

    SqliteConnection &m_database;
    UndoLog &m_undo;
    std::map<ReadyKey, Young> m_young;
    std::unordered_map<std::int64_t, ReadyKey> m_bySeq; ///< of the young
    std::set<std::pair<TimePoint, ReadyKey>> m_deadlines; ///< of the young
    ConsumedEntries m_consumed; ///< all of them are in the table
    std::vector<ReadyKey> m_consumedNow;
    std::vector<LaneKey> m_toRemove; ///< lanes whose consumed entries are being removed, the next at the end
    std::size_t m_passed = 0; ///< consumed entries that the last look by deadline passed
    SeenEntries m_seen;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/late_changes.h"
#include "engine/storage/sqlite/sqlite_connection.h"
#include "engine/storage/store.h"

#include <unordered_set>

namespace fairlead {

/// How many jobs of each queue and tenant are in each place. Changes of a commit are folded and kept with it in `late`;
/// the table `counter` follows in batches. Threads: that of its connection.
class Counters
{
public:
    explicit Counters(SqliteConnection &database)
        : m_database(database)
    {
    }

    /// Reads the table. `late` is what it lacks.
    Result<> load(const std::vector<LateChanges> &late);

    /// A job with so many bytes of payload has come to a place, or has gone from it.
    void enter(CounterKey key, Place place, std::int64_t bytes) { count(key, place, 1, bytes); }
    void leave(CounterKey key, Place place, std::int64_t bytes) { count(key, place, -1, -bytes); }
    void move(CounterKey key, Place from, Place to, std::int64_t bytes)
    {
        leave(key, from, bytes);
        enter(key, to, bytes);
    }
    /// So many entries of the backlog are written as waiting ones that were counted as delayed.
    void setWaiting(CounterKey key, std::int64_t jobs);

    /// What waits or is delayed, the commit under way included.
    const BacklogSize &backlog() const { return m_backlog; }
    BacklogSize backlogOfQueue(std::int64_t queue) const { return backlogIn(m_queueBacklog, queue); }
    BacklogSize backlogOfTenant(std::int64_t tenant) const { return backlogIn(m_tenantBacklog, tenant); }
    /// What the commit under way changed.
    const CountMap &pending() const { return m_pending; }
    /// Everything, the commit under way included.
    CountMap totals() const;
    /// Writes what the table lacks, the commit under way included.
    Result<> write();
    /// The commit succeeded, or it did not.
    void keepPending(bool wasWritten);
    void dropPending();

private:
    using Backlogs = std::unordered_map<std::int64_t, BacklogSize>;
    static BacklogSize backlogIn(const Backlogs &backlogs, std::int64_t number)
    {
        const auto found = backlogs.find(number);
        return found == backlogs.end() ? BacklogSize {} : found->second;
    }
    void count(CounterKey key, Place place, std::int64_t jobs, std::int64_t bytes);
    void fold(const CountMap &changes);
    void addToBacklogs(CounterKey key, const BacklogSize &by);

    SqliteConnection &m_database;
    CountMap m_totals;
    CountMap m_pending;
    BacklogSize m_backlog; ///< sum of m_totals and m_pending; so are the next two
    Backlogs m_queueBacklog;
    Backlogs m_tenantBacklog;
    std::unordered_set<CounterKey, CounterKeyHash> m_unwritten;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/job_changes.h"
#include "engine/storage/sqlite/deferred_changes.h"
#include "engine/storage/sqlite/sqlite_connection.h"

#include <unordered_set>

namespace fairlead {

/// The number of jobs of each queue and tenant in each place. The changes of a commit are summed up and kept with it in
/// the table `late`; the table `counter` follows in batches. Verbs throw SqliteFailure. Threads: that of its
/// connection.
class Counters
{
public:
    explicit Counters(SqliteConnection &database)
        : m_database(database)
    {
    }

    /// Reads the table. `deferred`: the changes that it lacks.
    void load(const std::vector<DeferredChanges> &deferred);

    /// Counts a job with so many bytes of payload into a place, or out of it.
    void enter(CounterKey key, Place place, std::int64_t bytes) { count(key, place, 1, bytes); }
    void leave(CounterKey key, Place place, std::int64_t bytes) { count(key, place, -1, -bytes); }
    void move(CounterKey key, Place from, Place to, std::int64_t bytes)
    {
        leave(key, from, bytes);
        enter(key, to, bytes);
    }
    /// Counts so many delayed jobs of the backlog as waiting.
    void setWaiting(CounterKey key, std::int64_t jobs);

    /// The waiting and the delayed jobs, the commit under way included.
    const BacklogSize &backlog() const { return m_backlog; }
    BacklogSize backlogOfQueue(std::int64_t queue) const { return backlogIn(m_queueBacklog, queue); }
    BacklogSize backlogOfTenant(std::int64_t tenant) const { return backlogIn(m_tenantBacklog, tenant); }
    /// The changes of the commit under way.
    const CountMap &pending() const { return m_pending; }
    /// All counts, the commit under way included.
    CountMap totals() const;
    /// Writes what the table lacks, the commit under way included.
    void write();
    /// Ends a commit that succeeded; `wasWritten`: it contained `write`.
    void keepPending(bool wasWritten);
    /// Ends a commit that failed.
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

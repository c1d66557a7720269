// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/job_changes.h"
#include "engine/storage/sqlite/deferred_changes.h"
#include "engine/storage/sqlite/sqlite_connection.h"

#include <unordered_set>

namespace fairlead {

/// The number of jobs of each queue and tenant in each place. Each commit keeps the sum of its changes in the table
/// `late`; the table `counter` is updated later, in batches. Verbs throw SqliteFailure. Threads: that of its
/// connection.
class Counters
{
public:
    explicit Counters(SqliteConnection &database)
        : m_database(database)
    {
    }

    /// Reads the table. `deferred` are the changes that the table lacks.
    void load(const std::vector<DeferredChanges> &deferred);

    /// Adds a job with `bytes` of payload to a place; `leave` subtracts it.
    void enter(CounterKey key, Place place, std::int64_t bytes) { count(key, place, 1, bytes); }
    void leave(CounterKey key, Place place, std::int64_t bytes) { count(key, place, -1, -bytes); }
    void move(CounterKey key, Place from, Place to, std::int64_t bytes)
    {
        leave(key, from, bytes);
        enter(key, to, bytes);
    }
    /// Counts `jobs` delayed jobs of the backlog as waiting.
    void setWaiting(CounterKey key, std::int64_t jobs);

    /// The waiting and the delayed jobs, including those of the commit under way.
    const BacklogSize &backlog() const { return m_backlog; }
    BacklogSize backlogOfQueue(std::int64_t queue) const { return backlogIn(m_queueBacklog, queue); }
    BacklogSize backlogOfTenant(std::int64_t tenant) const { return backlogIn(m_tenantBacklog, tenant); }
    /// Of one tenant in one queue.
    BacklogSize backlogAt(CounterKey key) const;
    /// The changes of the commit under way.
    const CountMap &pending() const { return m_pending; }
    /// All counts, or those of one tenant, including the commit under way.
    CountMap totals(std::optional<std::int64_t> tenant) const;
    /// Writes the counts that the table lacks, including the commit under way.
    void write();
    /// Ends a commit that succeeded. `wasWritten`: the commit called `write`.
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
    BacklogSize m_backlog; ///< sum of m_totals and m_pending; the same holds for the next two
    Backlogs m_queueBacklog;
    Backlogs m_tenantBacklog;
    std::unordered_set<CounterKey, CounterKeyHash> m_unwritten;
};

} // namespace fairlead

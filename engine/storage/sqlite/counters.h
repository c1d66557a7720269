// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/late_changes.h"
#include "engine/storage/sqlite/sqlite_connection.h"

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

    void add(CounterKey key, Place place, std::int64_t by);
    void move(CounterKey key, Place from, Place to)
    {
        add(key, from, -1);
        add(key, to, 1);
    }

    /// Jobs waiting or delayed, the commit under way included.
    std::int64_t backlogOfQueue(std::int64_t queue) const { return backlog(m_queueBacklog, queue); }
    std::int64_t backlogOfTenant(std::int64_t tenant) const { return backlog(m_tenantBacklog, tenant); }
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
    using Backlogs = std::unordered_map<std::int64_t, std::int64_t>;
    static std::int64_t backlog(const Backlogs &backlogs, std::int64_t number)
    {
        const auto found = backlogs.find(number);
        return found == backlogs.end() ? 0 : found->second;
    }
    void fold(const CountMap &changes);
    void addToBacklogs(CounterKey key, std::int64_t by);

    SqliteConnection &m_database;
    CountMap m_totals;
    CountMap m_pending;
    Backlogs m_queueBacklog; ///< sums of m_totals and m_pending
    Backlogs m_tenantBacklog;
    std::unordered_set<CounterKey, CounterKeyHash> m_unwritten;
};

} // namespace fairlead

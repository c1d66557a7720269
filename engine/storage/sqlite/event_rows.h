// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/audit.h"
#include "engine/domain/event.h"
#include "engine/domain/mark.h"
#include "engine/domain/packed_bytes.h"
#include "engine/storage/sqlite/name_table.h"

namespace fairlead {

/// Writes the table `event`: gathers the events of a commit and keeps them in one row. Verbs throw SqliteFailure.
/// Threads: that of its connection.
class EventRows
{
public:
    explicit EventRows(SqliteConnection &database)
        : m_database(database)
    {
    }
    /// Reads the number of the last event.
    void load();
    /// Gathers an event of the commit under way. `queue` and `tenant` are the numbers of its names; 0 means none.
    void add(const Event &event, std::int64_t queue, std::int64_t tenant);
    /// Writes the gathered events, and removes events that are too old.
    void write();
    /// Ends a commit that succeeded.
    void keepPending();
    /// Ends a commit that failed.
    void dropPending();
    /// The number of the last event on disk.
    std::int64_t last() const { return m_last; }

private:
    SqliteConnection &m_database;
    PackedWriter m_pending;
    std::int64_t m_pendingCount = 0;
    TimePoint m_pendingSince;
    std::int64_t m_last = 0;
};

/// Newest first. Throws SqliteFailure.
std::vector<Mark> newestMarks(SqliteConnection &database, int limit);
/// The entries of the audit log with numbers below `below`, newest first. Throws SqliteFailure.
std::vector<AuditEntry> auditEntriesBelow(SqliteConnection &database, std::int64_t below, int limit);

/// Reads the events of a row of the table `event`, oldest first. Throws Corrupt.
std::vector<Event> readEventRow(const SqliteRows &rows, NameTables &names);

} // namespace fairlead

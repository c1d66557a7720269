// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/audit.h"
#include "engine/domain/event.h"
#include "engine/domain/packed_bytes.h"
#include "engine/storage/sqlite/name_table.h"

namespace fairlead {

/// Writes the table `event`: what one commit made happen is gathered, and kept in one row. Threads: that of its
/// connection.
class EventRows
{
public:
    explicit EventRows(SqliteConnection &database)
        : m_database(database)
    {
    }
    /// Reads where the last life stopped.
    Result<> load();
    /// Gathers an event for the commit under way. The numbers stand for its names; 0: none.
    void add(const Event &event, std::int64_t queue, std::int64_t tenant);
    /// Writes what was gathered, and forgets what is too old.
    Result<> write();
    /// The commit succeeded, or did not.
    void keepPending();
    void dropPending();
    /// On disk.
    std::int64_t last() const { return m_last; }

private:
    SqliteConnection &m_database;
    PackedWriter m_pending;
    std::int64_t m_pendingCount = 0;
    TimePoint m_pendingSince;
    std::int64_t m_last = 0;
};

/// The entries of the audit log with numbers below `below`, newest first.
Result<std::vector<AuditEntry>> auditEntriesBelow(SqliteConnection &database, std::int64_t below, int limit);

/// Reads a row of the table `event`, oldest first. Fails with Corrupt.
Result<std::vector<Event>> readEventRow(
    std::int64_t last, std::int64_t count, std::string_view bytes, NameTables &names);

} // namespace fairlead

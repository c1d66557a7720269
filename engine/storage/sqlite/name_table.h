// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/sqlite_connection.h"
#include "engine/storage/undo_log.h"

#include <map>
#include <unordered_map>

namespace fairlead {

/// Names (of queues, of tenants) and the small numbers that stand for them on disk. Remembers what it has looked up.
/// Threads: that of its connection.
class NameTable
{
public:
    /// `kind` is the table, "queue" or "tenant".
    NameTable(SqliteConnection &database, const std::string &kind);

    /// The number of a name; empty when it has none.
    std::optional<std::int64_t> find(const std::string &name);
    /// The number of a name, which gets one now if it has none.
    std::int64_t numberOf(const std::string &name, UndoLog &undo);
    /// The name behind a number. Throws Corrupt. The reference lasts as long as the table.
    const std::string &nameOf(std::int64_t number);

private:
    const std::string &remember(const std::string &name, std::int64_t number);

    SqliteConnection &m_database;
    std::string m_kind;
    std::map<std::string, std::int64_t> m_numbers; ///< in order: names that strangers choose may collide in a hash
    std::unordered_map<std::int64_t, std::string> m_names;
};

/// The two tables of names of one connection.
struct NameTables
{
    explicit NameTables(SqliteConnection &database)
        : queues(database, "queue")
        , tenants(database, "tenant")
    {
    }
    NameTable queues;
    NameTable tenants;
};

} // namespace fairlead

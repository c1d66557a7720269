// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/sqlite_connection.h"
#include "engine/storage/undo_log.h"

#include <map>
#include <unordered_map>

namespace fairlead {

/// The names of queues or tenants, and the small numbers that stand for them on disk. Caches what was looked up.
/// Threads: that of its connection.
class NameTable
{
public:
    /// `kind` is the table, "queue" or "tenant".
    NameTable(SqliteConnection &database, const std::string &kind);

    /// The number of a name; empty when it has none.
    std::optional<std::int64_t> find(const std::string &name);
    /// The number of a name. A name without a number gets one now.
    std::int64_t numberOf(const std::string &name, UndoLog &undo);
    /// The name of a number. Throws Corrupt. The reference is valid as long as the table.
    const std::string &nameOf(std::int64_t number);

private:
    const std::string &remember(const std::string &name, std::int64_t number);

    SqliteConnection &m_database;
    std::string m_kind;
    std::map<std::string, std::int64_t> m_numbers; ///< ordered: callers could make a hash collide
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

// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/name_table.h"

namespace fairlead {

NameTable::NameTable(SqliteConnection &database, const std::string &kind)
    : m_database(database)
    , m_kind(kind)
{
}

Result<std::optional<std::int64_t>> NameTable::find(const std::string &name)
{
    if (const auto known = m_numbers.find(name); known != m_numbers.end())
        return std::optional(known->second);
    SqliteRows rows = m_database.statement(m_kind + "_num").rows(name);
    const Result<bool> row = rows.next();
    if (!row)
        return failure(row.error());
    if (!*row)
        return std::optional<std::int64_t> {};
    remember(name, rows.integer(0));
    return std::optional(rows.integer(0));
}

Result<std::int64_t> NameTable::numberOf(const std::string &name, UndoLog &undo)
{
    const auto known = find(name);
    if (!known)
        return failure(known.error());
    if (*known)
        return **known;
    SqliteRows rows = m_database.statement("insert_" + m_kind).rows(name);
    const Result<bool> row = rows.next();
    if (!row)
        return failure(row.error());
    const std::int64_t number = rows.integer(0);
    if (const auto end = rows.next(); !end) // a RETURNING statement is done only behind its last row
        return failure(end.error());
    remember(name, number);
    undo.add([this, name, number] {
        m_numbers.erase(name);
        m_names.erase(number);
    });
    return number;
}

Result<std::string> NameTable::nameOf(std::int64_t number)
{
    if (const auto known = m_names.find(number); known != m_names.end())
        return known->second;
    SqliteRows rows = m_database.statement(m_kind + "_name").rows(number);
    const Result<bool> row = rows.next();
    if (!row)
        return failure(row.error());
    if (!*row)
        return failure(ErrorCode::Corrupt,
            "the database file " + m_database.file() + " is damaged: it has no " + m_kind + " number "
                + std::to_string(number) + "; restore a backup");
    const std::string name = rows.string(0);
    remember(name, number);
    return name;
}

void NameTable::remember(const std::string &name, std::int64_t number)
{
    m_numbers.emplace(name, number);
    m_names.emplace(number, name);
}

} // namespace fairlead

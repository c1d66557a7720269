// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/name_table.h"

namespace fairlead {

NameTable::NameTable(SqliteConnection &database, const std::string &kind)
    : m_database(database)
    , m_kind(kind)
{
}

std::optional<std::int64_t> NameTable::find(const std::string &name)
{
    if (const auto known = m_numbers.find(name); known != m_numbers.end())
        return known->second;
    SqliteRows rows = m_database.statement(m_kind + "_num").rows(name);
    if (!rows.next())
        return std::nullopt;
    remember(name, rows.integer(0));
    return rows.integer(0);
}

std::int64_t NameTable::numberOf(const std::string &name, UndoLog &undo)
{
    if (const auto known = find(name))
        return *known;
    SqliteRows rows = m_database.statement("insert_" + m_kind).rows(name);
    rows.next();
    const std::int64_t number = rows.integer(0);
    rows.next(); // a RETURNING statement ends only after its last row
    remember(name, number);
    undo.add([this, name, number] {
        m_numbers.erase(name);
        m_names.erase(number);
    });
    return number;
}

const std::string &NameTable::nameOf(std::int64_t number)
{
    if (const auto known = m_names.find(number); known != m_names.end())
        return known->second;
    SqliteRows rows = m_database.statement(m_kind + "_name").rows(number);
    if (!rows.next())
        throwDamaged(m_database.file(), "it has no " + m_kind + " number " + std::to_string(number));
    return remember(rows.string(0), number);
}

const std::string &NameTable::remember(const std::string &name, std::int64_t number)
{
    m_numbers.emplace(name, number);
    return m_names.emplace(number, name).first->second;
}

} // namespace fairlead

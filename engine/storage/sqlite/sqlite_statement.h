// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
#include "engine/storage/sqlite/sqlite_failure.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

struct sqlite3;
struct sqlite3_stmt;

namespace fairlead {

/// Bytes that are bound as a BLOB. A plain text is bound as TEXT.
struct SqliteBlob
{
    std::string_view bytes;
};

/// The last failure of SQLite on this connection, as an error of the domain. The text names `file`.
SqliteFailure sqliteFailure(sqlite3 *database, const std::string &file);

class SqliteRows;

/// One prepared statement, which is used again and again. Throws SqliteFailure when a run fails, and also when the
/// statement could not be prepared. Threads: that of its connection.
class SqliteStatement
{
public:
    SqliteStatement(sqlite3 *database, const std::string &file, std::string_view sql);
    ~SqliteStatement();
    SqliteStatement(const SqliteStatement &) = delete;
    SqliteStatement &operator=(const SqliteStatement &) = delete;

    bool isPrepared() const { return m_statement != nullptr; }
    /// Binds the arguments in order and runs the statement to its end.
    template <typename... Arguments>
    void run(const Arguments &...arguments)
    {
        bindMore(arguments...);
        finish();
    }
    /// Binds further arguments after those bound before. Texts and blobs must stay valid until `finish`.
    template <typename... Arguments>
    void bindMore(const Arguments &...arguments)
    {
        m_isLasting = true;
        (bind(++m_bound, arguments), ...);
    }
    /// Runs the statement to its end. REQUIRES: its arguments are bound.
    void finish();
    /// Binds the arguments in order and begins to read. The rows must be gone before the next use of the statement.
    template <typename... Arguments>
    SqliteRows rows(const Arguments &...arguments);

private:
    friend class SqliteRows;
    void bind(int index, std::int64_t value);
    void bind(int index, double value);
    void bind(int index, std::string_view value);
    void bind(int index, SqliteBlob value);
    void bind(int index, std::nullptr_t);
    void bind(int index, TimePoint value) { bind(index, value.time_since_epoch().count()); }
    void bind(int index, const std::string &value) { bind(index, std::string_view(value)); }
    template <typename T>
    requires std::is_enum_v<T> || std::is_same_v<T, int>
    void bind(int index, T value) { bind(index, static_cast<std::int64_t>(value)); }
    template <typename T>
    void bind(int index, const std::optional<T> &value)
    {
        if (value)
            bind(index, *value);
        else
            bind(index, nullptr);
    }
    void check(int code);
    bool step();
    void reset();

    sqlite3 *m_database;
    const std::string &m_file;
    sqlite3_stmt *m_statement = nullptr;
    bool m_isLasting = false;
    int m_bound = 0; ///< number of arguments bound for the next run
    std::optional<SqliteFailure> m_failure; ///< failure of the preparation, or of a binding for the next run
};

/// The rows of one run of a statement: `while (rows.next())`. Columns count from 0. Texts and blobs are valid until the
/// next row. Threads: one.
class SqliteRows
{
public:
    explicit SqliteRows(SqliteStatement &statement)
        : m_statement(statement)
    {
    }
    ~SqliteRows() { m_statement.reset(); }
    SqliteRows(const SqliteRows &) = delete;
    SqliteRows &operator=(const SqliteRows &) = delete;

    /// False after the last row.
    bool next() { return m_statement.step(); }
    bool isNull(int column) const;
    std::int64_t integer(int column) const;
    double real(int column) const;
    std::string_view text(int column) const;
    std::string_view blob(int column) const;
    std::string string(int column) const { return std::string(text(column)); }
    TimePoint time(int column) const { return TimePoint {Microseconds {integer(column)}}; }
    std::optional<TimePoint> maybeTime(int column) const
    {
        return isNull(column) ? std::nullopt : std::optional(time(column));
    }

private:
    SqliteStatement &m_statement;
};

template <typename... Arguments>
SqliteRows SqliteStatement::rows(const Arguments &...arguments)
{
    m_isLasting = false;
    int index = 0;
    (bind(++index, arguments), ...);
    return SqliteRows(*this);
}

} // namespace fairlead

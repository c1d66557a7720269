// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_statement.h"

#include <sqlite3.h>

namespace fairlead {

namespace {
std::string saidBy(sqlite3 *database)
{
    return std::string(sqlite3_errmsg(database)) + " (SQLite error "
        + std::to_string(sqlite3_extended_errcode(database)) + ")";
}

Error damaged(const std::string &file, const std::string &said)
{
    return {ErrorCode::Corrupt,
        "the database file " + file + " is damaged, or its disk cannot be read: " + said
            + ". It was left as it is. Copy it and " + file
            + "-wal away, then restore a backup, or rebuild what can be read with: sqlite3 " + file
            + " .recover | sqlite3 NEW-FILE"};
}

Error errorOf(int code, const std::string &said, const std::string &file)
{
    switch (code & 0xFF) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return damaged(file, said);
    case SQLITE_FULL:
        return {ErrorCode::DiskFull, "no space is left for " + file + ": " + said + ". Free some and try again"};
    case SQLITE_IOERR:
        return {ErrorCode::Io,
            "cannot read or write " + file + ": " + said + ". Check the disk, then start the engine again"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::Locked, "the database file " + file + " is in use by another program: " + said};
    case SQLITE_INTERRUPT:
        return {ErrorCode::TimedOut, "reading " + file + " took too long; ask for less at once"};
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_READONLY:
        return {ErrorCode::Io, "cannot open " + file + " for this: " + said + ". Check its owner and permissions"};
    default:
        return {ErrorCode::Internal, "the store " + file + " failed: " + said};
    }
}
} // namespace

SqliteFailure sqliteFailure(sqlite3 *database, const std::string &file)
{
    const int code = sqlite3_extended_errcode(database);
    return SqliteFailure(errorOf(code, saidBy(database), file), code);
}

SqliteStatement::SqliteStatement(sqlite3 *database, const std::string &file, std::string_view sql)
    : m_database(database)
    , m_file(file)
{
    const int code = sqlite3_prepare_v3(
        m_database, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &m_statement, nullptr);
    check(code);
    // The statements are constant, so the schema is the cause.
    if (code == SQLITE_ERROR)
        m_failure = SqliteFailure(damaged(m_file, saidBy(m_database)));
}

SqliteStatement::~SqliteStatement()
{
    sqlite3_finalize(m_statement);
}

void SqliteStatement::bind(int index, std::int64_t value)
{
    check(sqlite3_bind_int64(m_statement, index, value));
}

void SqliteStatement::bind(int index, double value)
{
    check(sqlite3_bind_double(m_statement, index, value));
}

void SqliteStatement::bind(int index, std::string_view value)
{
    // An empty view may have no address, which SQLite would take for NULL.
    check(sqlite3_bind_text64(m_statement, index, value.empty() ? "" : value.data(), value.size(),
        m_isLasting ? SQLITE_STATIC : SQLITE_TRANSIENT, SQLITE_UTF8)); // NOLINT(cppcoreguidelines-pro-type-cstyle-cast)
}

void SqliteStatement::bind(int index, SqliteBlob value)
{
    check(sqlite3_bind_blob64(m_statement, index, value.bytes.empty() ? "" : value.bytes.data(), value.bytes.size(),
        m_isLasting ? SQLITE_STATIC : SQLITE_TRANSIENT));
}

void SqliteStatement::bind(int index, std::nullptr_t)
{
    check(sqlite3_bind_null(m_statement, index));
}

void SqliteStatement::check(int code)
{
    if (code != SQLITE_OK && !m_failure)
        m_failure = sqliteFailure(m_database, m_file);
}

bool SqliteStatement::step()
{
    if (m_failure)
        throw SqliteFailure(*m_failure);
    const int code = sqlite3_step(m_statement);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        throw sqliteFailure(m_database, m_file);
    return code == SQLITE_ROW;
}

void SqliteStatement::finish()
{
    SqliteRows rows(*this); // resets the statement when it goes out of scope
    while (rows.next()) { }
}

void SqliteStatement::reset()
{
    sqlite3_reset(m_statement);
    m_bound = 0;
    // A statement that could not be prepared stays failed. A bad argument only fails one run.
    if (m_statement)
        m_failure.reset();
}

bool SqliteRows::isNull(int column) const
{
    return sqlite3_column_type(m_statement.m_statement, column) == SQLITE_NULL;
}

std::int64_t SqliteRows::integer(int column) const
{
    return sqlite3_column_int64(m_statement.m_statement, column);
}

double SqliteRows::real(int column) const
{
    return sqlite3_column_double(m_statement.m_statement, column);
}

std::string_view SqliteRows::text(int column) const
{
    return blob(column);
}

std::string_view SqliteRows::blob(int column) const
{
    const void *bytes = sqlite3_column_blob(m_statement.m_statement, column);
    return {static_cast<const char *>(bytes),
        static_cast<std::size_t>(sqlite3_column_bytes(m_statement.m_statement, column))};
}

} // namespace fairlead

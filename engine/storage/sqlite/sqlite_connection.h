// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/sqlite_statement.h"

#include <QDeadlineTimer>
#include <QSqlDatabase>

#include <array>
#include <map>
#include <memory>
#include <span>
#include <sys/types.h>

namespace fairlead {

/// One connection to a database file, opened through QtSql, with its prepared statements. Statements are named in the
/// .sql files of this folder. Threads: that which opened it.
class SqliteConnection
{
public:
    enum class Mode { ReadWrite, ReadOnly };
    /// Opens; fails with Io, Locked or Corrupt.
    static Result<std::unique_ptr<SqliteConnection>> open(const std::string &file, Mode mode);
    ~SqliteConnection();
    SqliteConnection(const SqliteConnection &) = delete;
    SqliteConnection &operator=(const SqliteConnection &) = delete;

    const std::string &file() const { return m_file; }
    /// The statement of this name. REQUIRES: there is one.
    SqliteStatement &statement(std::string_view name) { return statement(name, 1); }
    /// Inserts so many rows by the statement of this name, an INSERT of one row, sixteen at a time while there are as
    /// many: that takes two thirds of the time. `columns(i)` gives those of a row as a tuple, texts and blobs as views
    /// that last.
    template <typename Columns>
    Result<> insertRows(std::string_view name, std::size_t count, const Columns &columns)
    {
        for (std::size_t done = 0; done < count;) {
            const std::size_t rows = count - done < rowsAtOnce ? 1 : rowsAtOnce;
            SqliteStatement &insert = statement(name, rows);
            for (const std::size_t end = done + rows; done < end; ++done)
                std::apply([&insert](const auto &...values) { insert.bindMore(values...); }, columns(done));
            if (auto inserted = insert.finish(); !inserted)
                return inserted;
        }
        return {};
    }
    /// Runs SQL that gives nothing back; several statements are allowed.
    Result<> execute(const char *sql);
    /// Sets each `name = value`.
    Result<> setPragmas(std::span<const std::pair<const char *, const char *>> pragmas);
    /// The single number that a pragma answers.
    Result<std::int64_t> pragma(const char *name);
    Error error() const { return sqliteError(m_handle, m_file); }
    /// False also after SQLite itself rolled back, as it does on some errors.
    bool isInTransaction() const;
    /// Statements fail with TimedOut from now on when the deadline is over; a lasting deadline ends this.
    void setDeadline(QDeadlineTimer deadline);
    bool isPastDeadline() const { return m_deadline.hasExpired(); }
    /// Fails with Io when database or WAL were taken away or replaced: what is written would be found by nobody.
    Result<> checkFiles();
    /// How many rows the last statement changed.
    std::int64_t changedRows() const;
    /// Copies the WAL into the database file and empties it, as far as readers allow.
    Result<> checkpoint();

private:
    static constexpr std::size_t rowsAtOnce = 16;
    using Statements = std::map<std::string, std::unique_ptr<SqliteStatement>, std::less<>>; ///< by name

    SqliteConnection(std::string file, const QSqlDatabase &database, sqlite3 *handle);
    /// Of one row or of `rowsAtOnce`.
    SqliteStatement &statement(std::string_view name, std::size_t rows);

    std::string m_file;
    std::array<ino_t, 2> m_nodes {}; ///< of database and WAL, when they were first looked at
    QSqlDatabase m_database;
    sqlite3 *m_handle;
    QDeadlineTimer m_deadline {QDeadlineTimer::Forever};
    Statements m_statements;
    Statements m_statementsOfMany;
};

} // namespace fairlead

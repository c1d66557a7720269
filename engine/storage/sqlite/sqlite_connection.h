// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/sqlite_statement.h"

#include <QDeadlineTimer>
#include <QSqlDatabase>

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <sys/types.h>

namespace fairlead {

/// One connection to a database file, opened through QtSql, with its prepared statements. The .sql files of this folder
/// name the statements. All failures are thrown as SqliteFailure. Threads: the one that opened it.
class SqliteConnection
{
public:
    enum class Mode { ReadWrite, ReadOnly };
    /// Throws Io, Locked or Corrupt.
    static std::unique_ptr<SqliteConnection> open(const std::string &file, Mode mode);
    ~SqliteConnection();
    SqliteConnection(const SqliteConnection &) = delete;
    SqliteConnection &operator=(const SqliteConnection &) = delete;

    const std::string &file() const { return m_file; }
    /// The statement of this name. REQUIRES: there is one.
    SqliteStatement &statement(std::string_view name) { return statement(name, 1); }
    /// Inserts `count` rows by the statement of this name, which is an INSERT of one row. Inserts sixteen rows at a
    /// time while there are as many, which takes two thirds of the time. `columns(i)` gives the columns of row i as a
    /// tuple. Its texts and blobs are views that stay valid until the insert.
    template <typename Columns>
    void insertRows(std::string_view name, std::size_t count, const Columns &columns)
    {
        for (std::size_t done = 0; done < count;) {
            const std::size_t rows = count - done < rowsAtOnce ? 1 : rowsAtOnce;
            SqliteStatement &insert = statement(name, rows);
            for (const std::size_t end = done + rows; done < end; ++done)
                std::apply([&insert](const auto &...values) { insert.bindMore(values...); }, columns(done));
            insert.finish();
        }
    }
    /// The single number that a statement returns.
    template <typename... Arguments>
    std::int64_t number(std::string_view name, const Arguments &...arguments)
    {
        SqliteRows rows = statement(name).rows(arguments...);
        rows.next();
        return rows.integer(0);
    }
    /// Whether a statement returns a row.
    template <typename... Arguments>
    bool has(std::string_view name, const Arguments &...arguments)
    {
        return statement(name).rows(arguments...).next();
    }
    /// Runs SQL that returns no rows. Several statements are allowed.
    void execute(const char *sql);
    /// The same for SQL that writes and stands in no transaction of `Transaction`.
    void executeWriting(const char *sql);
    /// Sets each `name = value`.
    void setPragmas(std::span<const std::pair<const char *, const char *>> pragmas);
    /// The single number that a pragma returns.
    std::int64_t pragma(const char *name);
    /// Also false after SQLite itself rolled back, as it does on some errors.
    bool isInTransaction() const;
    /// From now on statements throw TimedOut after the deadline. An unlimited deadline ends this.
    void setDeadline(QDeadlineTimer deadline);
    bool isPastDeadline() const { return m_deadline.hasExpired(); }
    /// Throws Io when the database, its WAL or the index of the WAL was removed, replaced or cut since the last look:
    /// later writes, and those that the log still holds, would be lost, or readers would not see them. Then it throws
    /// for good, and nothing is copied into the database.
    void checkFiles();
    /// Looks at the files. To be called after each write of this connection, the only one that may change them.
    void noteFiles();
    /// The number of rows that the last statement changed.
    std::int64_t changedRows() const;
    /// Copies the WAL into the database file and empties it, as far as readers allow.
    void checkpoint();

private:
    static constexpr std::size_t rowsAtOnce = 16;
    using Statements = std::map<std::string, std::unique_ptr<SqliteStatement>, std::less<>>; ///< by name

    /// A file of the store at the last look.
    struct SeenFile
    {
        ino_t node = 0; ///< 0: it was not there yet
        std::int64_t bytes = 0;
        /// Of the WAL: its header, which no write but a new round of the log changes. Empty: it could not be read.
        std::optional<std::string> beginning {};
    };
    /// Reads the beginning of a file through a descriptor that stays open. So a want of descriptors does not look like
    /// a loss. Not for the database itself: closing it would end the locks of SQLite (POSIX).
    class BeginningReader
    {
    public:
        BeginningReader() = default;
        ~BeginningReader();
        Q_DISABLE_COPY_MOVE(BeginningReader)
        /// The first bytes of the file with this inode, fewer when it is shorter. Empty when it cannot be read.
        std::optional<std::string> read(const std::string &file, ino_t node);

    private:
        int m_descriptor = -1;
        ino_t m_node = 0;
    };

    SqliteConnection(std::string file, const QSqlDatabase &database, sqlite3 *handle);
    static constexpr std::array<const char *, 3> fileEnds {"", "-wal", "-shm"};
    using SeenFiles = std::array<SeenFile, fileEnds.size()>;
    SeenFiles lookAtFiles();
    [[noreturn]] void loseFile(const char *end, const char *how);
    /// The statement for one row or for `rowsAtOnce` rows.
    SqliteStatement &statement(std::string_view name, std::size_t rows);

    std::string m_file;
    SeenFiles m_seen {};
    BeginningReader m_logBeginning;
    bool m_isLost = false; ///< a file was taken away or cut
    QSqlDatabase m_database;
    sqlite3 *m_handle;
    QDeadlineTimer m_deadline {QDeadlineTimer::Forever};
    Statements m_statements;
    Statements m_statementsOfMany;
};

} // namespace fairlead

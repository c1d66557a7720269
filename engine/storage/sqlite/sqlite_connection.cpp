// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_connection.h"

#include "engine/storage/sqlite/sql_texts.h"

#include <QSqlDriver>
#include <QSqlError>
#include <QUuid>
#include <QVariant>

#include <algorithm>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fairlead {

namespace {
constexpr int stepsBetweenDeadlineChecks = 2'000;

int isOver(void *deadline)
{
    return static_cast<QDeadlineTimer *>(deadline)->hasExpired() ? 1 : 0;
}

sqlite3 *handleOf(const QSqlDatabase &database)
{
    const QVariant handle = database.driver()->handle();
    if (qstrcmp(handle.typeName(), "sqlite3*") != 0)
        return nullptr;
    return *static_cast<sqlite3 *const *>(handle.data());
}

/// The INSERT of one row, extended to insert `rows` rows.
std::string ofManyRows(std::string_view insert, std::size_t rows)
{
    constexpr std::string_view values = "VALUES ";
    const std::size_t from = insert.find(values) + values.size();
    std::string row = "(?";
    for (auto more = std::count(insert.begin() + static_cast<std::ptrdiff_t>(from), insert.end(), '?'); more > 1;
         --more)
        row += ", ?";
    row += ")";
    std::string many(insert.substr(0, from));
    for (std::size_t i = 0; i < rows; ++i)
        many += (i == 0 ? "" : ", ") + row;
    return many;
}

/// A log that was cut and written to again has a hole in place of its header.
bool isLogBeginning(std::string_view bytes)
{
    constexpr std::string_view mark = "\x37\x7f\x06";
    return bytes.substr(0, mark.size()) == mark.substr(0, bytes.size());
}

void forget(QSqlDatabase &database)
{
    const QString name = database.connectionName();
    database.close();
    database = QSqlDatabase();
    QSqlDatabase::removeDatabase(name);
}
} // namespace

std::unique_ptr<SqliteConnection> SqliteConnection::open(const std::string &file, Mode mode)
{
    QSqlDatabase database = QSqlDatabase::addDatabase(
        QStringLiteral("QSQLITE"), QStringLiteral("fairlead-") + QUuid::createUuid().toString(QUuid::WithoutBraces));
    if (!database.isValid()) {
        forget(database);
        throw SqliteFailure(
            {ErrorCode::Unsupported, "Qt's SQLite driver is not installed (Debian: libqt6sql6-sqlite)"});
    }
    database.setDatabaseName(QString::fromStdString(file));
    if (mode == Mode::ReadOnly)
        database.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY"));
    if (!database.open()) {
        const std::string said = database.lastError().text().toStdString();
        forget(database);
        throw SqliteFailure(
            {ErrorCode::Io, "cannot open the database file " + file + ": " + said + ". Check its permissions"});
    }
    sqlite3 *handle = handleOf(database);
    if (!handle) {
        forget(database);
        throw SqliteFailure({ErrorCode::Unsupported, "Qt's SQLite driver gives no access to its connection"});
    }
    return std::unique_ptr<SqliteConnection>(new SqliteConnection(file, database, handle));
}

SqliteConnection::SqliteConnection(std::string file, const QSqlDatabase &database, sqlite3 *handle)
    : m_file(std::move(file))
    , m_database(database)
    , m_handle(handle)
{
    // The views and triggers of a tampered file cannot call functions with side effects.
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_busy_timeout(m_handle, 1'000);
}

SqliteConnection::~SqliteConnection()
{
    m_statements.clear();
    m_statementsOfMany.clear();
    sqlite3_progress_handler(m_handle, 0, nullptr, nullptr);
    forget(m_database);
}

SqliteStatement &SqliteConnection::statement(std::string_view name, std::size_t rows)
{
    Statements &statements = rows == 1 ? m_statements : m_statementsOfMany;
    auto found = statements.find(name);
    if (found == statements.end() || !found->second->isPrepared()) { // the cause of an earlier failure may have passed
        const auto text = sqlTexts().find(name);
        if (text == sqlTexts().end())
            qFatal("no statement is named %s", std::string(name).c_str());
        auto statement = std::make_unique<SqliteStatement>(
            m_handle, m_file, rows == 1 ? std::string(text->second) : ofManyRows(text->second, rows));
        found = statements.insert_or_assign(std::string(name), std::move(statement)).first;
    }
    return *found->second;
}

void SqliteConnection::execute(const char *sql)
{
    if (sqlite3_exec(m_handle, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        throw sqliteFailure(m_handle, m_file);
}

void SqliteConnection::executeWriting(const char *sql)
{
    checkFiles();
    const Result<> done = resultOf([this, sql] { execute(sql); });
    noteFiles();
    orThrow(done);
}

void SqliteConnection::setPragmas(std::span<const std::pair<const char *, const char *>> pragmas)
{
    for (const auto &[name, value] : pragmas) {
        const std::string sql = std::string("PRAGMA ") + name + " = " + value;
        execute(sql.c_str());
    }
}

std::int64_t SqliteConnection::pragma(const char *name)
{
    SqliteStatement statement(m_handle, m_file, std::string("PRAGMA ") + name);
    SqliteRows rows = statement.rows();
    return rows.next() ? rows.integer(0) : 0;
}

bool SqliteConnection::isInTransaction() const
{
    return sqlite3_get_autocommit(m_handle) == 0;
}

void SqliteConnection::setDeadline(QDeadlineTimer deadline)
{
    m_deadline = deadline;
    if (m_deadline.isForever())
        sqlite3_progress_handler(m_handle, 0, nullptr, nullptr);
    else
        sqlite3_progress_handler(m_handle, stepsBetweenDeadlineChecks, isOver, &m_deadline);
}

SqliteConnection::BeginningReader::~BeginningReader()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

std::optional<std::string> SqliteConnection::BeginningReader::read(const std::string &file, ino_t node)
{
    if (m_descriptor < 0 || m_node != node) {
        if (m_descriptor >= 0)
            ::close(m_descriptor);
        m_descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
        m_node = node;
    }
    constexpr std::size_t walHeaderBytes = 32;
    std::string bytes(walHeaderBytes, '\0');
    const ssize_t size = m_descriptor < 0 ? -1 : pread(m_descriptor, bytes.data(), bytes.size(), 0);
    if (size < 0)
        return std::nullopt;
    bytes.resize(static_cast<std::size_t>(size));
    return bytes;
}

SqliteConnection::SeenFiles SqliteConnection::lookAtFiles()
{
    const auto look = [](const std::string &file) {
        struct stat status = {};
        const bool isThere = ::stat(file.c_str(), &status) == 0;
        return isThere ? SeenFile {status.st_ino, static_cast<std::int64_t>(status.st_size)} : SeenFile {};
    };
    SeenFiles files;
    std::transform(
        fileEnds.begin(), fileEnds.end(), files.begin(), [&](const char *end) { return look(m_file + end); });
    if (files[1].node != 0)
        files[1].beginning = m_logBeginning.read(m_file + "-wal", files[1].node);
    return files;
}

void SqliteConnection::noteFiles()
{
    if (m_isLost)
        return;
    SeenFiles files = lookAtFiles();
    for (std::size_t i = 0; i < files.size(); ++i) {
        // Another file in its place is none of this connection's writes. The next check finds it.
        if (m_seen.at(i).node == 0 || m_seen.at(i).node == files.at(i).node)
            m_seen.at(i) = std::move(files.at(i));
    }
}

void SqliteConnection::checkFiles()
{
    const SeenFiles files = lookAtFiles();
    for (std::size_t i = 0; i < files.size(); ++i) {
        const SeenFile &now = files.at(i);
        SeenFile &before = m_seen.at(i);
        const char *end = fileEnds.at(i);
        if (before.node == 0)
            before = now;
        else if (now.node != before.node)
            loseFile(end, "removed or replaced");
        else if (m_isLost || now.bytes < before.bytes
            || (now.beginning
                && ((before.beginning && *now.beginning != *before.beginning) || !isLogBeginning(*now.beginning))))
            loseFile(end, "cut short");
    }
}

void SqliteConnection::loseFile(const char *end, const char *how)
{
    m_isLost = true;
    // Parts of a log that is not whole must not get into the database.
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    const bool isIndex = end == fileEnds.back(); // SQLite makes it anew from the log
    throw SqliteFailure({ErrorCode::Io,
        m_file + end + " was " + how + " while an engine used it. "
            + (isIndex ? "Nothing is lost: start" : "Put it back or restore a backup, then start")
            + " the engine again"});
}

std::int64_t SqliteConnection::changedRows() const
{
    return sqlite3_changes64(m_handle);
}

void SqliteConnection::checkpoint()
{
    checkFiles();
    // A busy reader only means that a part of the WAL stays until the next checkpoint.
    const int code = sqlite3_wal_checkpoint_v2(m_handle, nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
    noteFiles();
    if (code != SQLITE_OK && code != SQLITE_BUSY && code != SQLITE_LOCKED)
        throw sqliteFailure(m_handle, m_file);
}

} // namespace fairlead

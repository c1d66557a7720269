// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_store.h"

#include "engine/storage/sqlite/database_file.h"
#include "engine/storage/sqlite/log_index.h"
#include "engine/storage/sqlite/sqlite_reader.h"
#include "engine/storage/sqlite/sqlite_schema.h"

#include <array>
#include <sodium.h>
#include <sqlite3.h>

namespace fairlead {

namespace {
using Pragma = std::pair<const char *, const char *>;

void configure(SqliteConnection &database, SqliteOptions::Durability durability)
{
    // All pragmas but journal_mode belong to this connection. The cache is small because SQLite walks all of it after a
    // commit that split pages. It does not spill: the log would begin anew within a commit, and checkFiles() would
    // take that for damage.
    const std::array<Pragma, 12> pragmas {Pragma {"cell_size_check", "ON"}, Pragma {"trusted_schema", "OFF"},
        Pragma {"mmap_size", "0"}, Pragma {"temp_store", "MEMORY"}, Pragma {"foreign_keys", "OFF"},
        Pragma {"secure_delete", "OFF"}, Pragma {"cache_size", "-16384"}, Pragma {"cache_spill", "OFF"},
        Pragma {"journal_mode", "WAL"}, Pragma {"journal_size_limit", "67108864"},
        Pragma {"wal_autocheckpoint", "4000"},
        Pragma {"synchronous", durability == SqliteOptions::Durability::Full ? "FULL" : "NORMAL"}};
    database.setPragmas(pragmas);
}

std::unique_ptr<SqliteConnection> openDatabase(const SqliteOptions &options, LockFile &lead)
{
    prepareDatabaseFile(options.path, options.durability);
    orThrow(lead.lockDatabase());
    auto database = SqliteConnection::open(options.path, SqliteConnection::Mode::ReadWrite);
    // This reads the file for the first time. A file that is not a database must be found before anything is written to
    // it.
    const std::int64_t version = database->pragma("schema_version");
    // The pragma takes effect only before the first table exists, and writes to the file each time.
    constexpr Pragma vacuum {"auto_vacuum", "INCREMENTAL"};
    if (version == 0)
        database->setPragmas({&vacuum, 1});
    configure(*database, options.durability);
    migrate(*database);
    return database;
}
} // namespace

Result<std::unique_ptr<StoreSession>> SqliteStore::open(const SqliteOptions &options)
{
    if (sodium_init() < 0)
        return failure(ErrorCode::Internal, "the library libsodium cannot be used on this machine");
    return resultOf([&]() -> std::unique_ptr<StoreSession> {
        prepareDatabaseFolder(options.path);
        auto lead = std::make_unique<LockFile>(options.path);
        orThrow(lead->tryTake());
        std::string loss = lossOfLog(options.path);
        auto database = openDatabase(options, *lead);
        auto parts = std::make_unique<SqliteParts>(options, std::move(lead), std::move(database));
        parts->loss = std::move(loss);
        parts->transaction.load();
        parts->runs.load(parts->jobs);
        orThrow(parts->transaction.beginLife());
        parts->lead->noteLog(true);
        parts->reserve.take();
        return std::unique_ptr<StoreSession>(new SqliteStore(std::move(parts)));
    });
}

SqliteStore::SqliteStore(std::unique_ptr<SqliteParts> parts)
    : m_parts(std::move(parts))
{
}

SqliteStore::~SqliteStore()
{
    // If the write fails, the next start recovers the deferred changes from `late`.
    if (m_parts->transaction.hasDeferred())
        static_cast<void>(m_parts->transaction.writeDeferred());
    // A log that was taken away is told by the next start.
    if (resultOf([this] { m_parts->database->checkFiles(); }))
        m_parts->lead->noteLog(false);
}

Result<> SqliteStore::inOneCommit(const std::function<Result<>()> &work)
{
    return m_parts->transaction.commit(work);
}

std::string SqliteStore::description() const
{
    return std::string("sqlite ") + sqlite3_libversion();
}

std::string SqliteStore::durability() const
{
    return m_parts->options.durability == SqliteOptions::Durability::Full ? "full" : "relaxed";
}

StoreReaderFactory SqliteStore::readerFactory()
{
    return [file = m_parts->options.path, latestTime = m_parts->latestTime] {
        return SqliteReader::open(file, latestTime);
    };
}

} // namespace fairlead

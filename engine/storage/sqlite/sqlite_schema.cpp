// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_schema.h"

#include "engine/domain/errno_text.h"
#include "engine/storage/sqlite/sql_texts.h"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace fairlead {

namespace {
constexpr std::int64_t applicationId = 1'179'796'036; // "FRLD", as in 0001_first.sql
constexpr std::string_view fileHeader {"SQLite format 3\0", 16};

/// The reason why a file is not a database. Empty when it is a database or an empty file.
std::optional<Error> headerFault(int descriptor, const std::string &file)
{
    std::string header(fileHeader.size(), '\0');
    const ssize_t size = pread(descriptor, header.data(), header.size(), 0);
    if (size < 0)
        return Error {ErrorCode::Io, "cannot read " + file + ": " + errnoText()};
    if (size == 0 || header == fileHeader)
        return std::nullopt;
    return Error {ErrorCode::Corrupt,
        file + " is not an SQLite database, or its beginning is damaged. It was left as it is. Copy it and " + file
            + "-wal away, then restore a backup, or rebuild what can be read with: sqlite3 " + file
            + " .recover | sqlite3 NEW-FILE"};
}

void migrateOneStep(SqliteConnection &database, const std::string &sql, std::size_t version)
{
    const std::string step =
        "BEGIN IMMEDIATE;\n" + sql + "\nPRAGMA user_version = " + std::to_string(version) + ";\nCOMMIT;";
    const Result<> done = resultOf([&] { database.execute(step.c_str()); });
    if (!done && database.isInTransaction())
        database.execute("ROLLBACK");
    orThrow(done);
}
} // namespace

void prepareDatabaseFile(const std::string &file)
{
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        throw SqliteFailure({ErrorCode::Io, "cannot open " + file + ": " + errnoText()});
    std::optional<Error> fault = headerFault(descriptor, file);
    ::close(descriptor);
    if (fault)
        throw SqliteFailure(std::move(*fault));
}

void prepareDatabaseFolder(const std::string &file)
{
    const std::filesystem::path folder = std::filesystem::path(file).parent_path();
    std::error_code trouble;
    if (folder.empty() || std::filesystem::exists(folder, trouble))
        return;
    std::filesystem::create_directories(folder, trouble);
    if (!trouble)
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, trouble);
    if (trouble)
        throw SqliteFailure({ErrorCode::Io,
            "cannot make the folder " + folder.string() + ": " + trouble.message() + ". Choose another, or make it"});
}

void migrate(SqliteConnection &database)
{
    const std::int64_t version = database.pragma("user_version");
    if (version > 0 && database.pragma("application_id") != applicationId)
        throw SqliteFailure({ErrorCode::Corrupt,
            database.file() + " is a database of another program; give the engine a data folder of its own"});
    const std::vector<std::string> migrations = sqlMigrations();
    if (version > static_cast<std::int64_t>(migrations.size()))
        throw SqliteFailure({ErrorCode::Unsupported,
            database.file() + " was written by a newer version of Fairlead (schema " + std::to_string(version)
                + ", this program knows " + std::to_string(migrations.size()) + "). Start that version"});
    for (auto done = static_cast<std::size_t>(version); done < migrations.size(); ++done)
        migrateOneStep(database, migrations[done], done + 1);
}

} // namespace fairlead

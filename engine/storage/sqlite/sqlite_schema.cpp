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

Result<> checkHeader(int descriptor, const std::string &file)
{
    std::string header(fileHeader.size(), '\0');
    const ssize_t size = pread(descriptor, header.data(), header.size(), 0);
    if (size < 0)
        return failure(ErrorCode::Io, "cannot read " + file + ": " + errnoText());
    if (size == 0 || header == fileHeader)
        return {};
    return failure(ErrorCode::Corrupt,
        file + " is not an SQLite database, or its beginning is damaged. It was left as it is. Copy it and " + file
            + "-wal away, then restore a backup, or rebuild what can be read with: sqlite3 " + file
            + " .recover | sqlite3 NEW-FILE");
}

Result<> migrateOneStep(SqliteConnection &database, const std::string &sql, std::size_t version)
{
    const std::string step =
        "BEGIN IMMEDIATE;\n" + sql + "\nPRAGMA user_version = " + std::to_string(version) + ";\nCOMMIT;";
    Result<> done = database.execute(step.c_str());
    if (!done && database.isInTransaction()) {
        // The failure of the step is what matters; closing the connection rolls back as well.
        Result<> undone = database.execute("ROLLBACK");
        if (!undone)
            return undone;
    }
    return done;
}
} // namespace

Result<> prepareDatabaseFile(const std::string &file)
{
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return failure(ErrorCode::Io, "cannot open " + file + ": " + errnoText());
    Result<> checked = checkHeader(descriptor, file);
    ::close(descriptor);
    return checked;
}

Result<> prepareDatabaseFolder(const std::string &file)
{
    const std::filesystem::path folder = std::filesystem::path(file).parent_path();
    std::error_code trouble;
    if (folder.empty() || std::filesystem::exists(folder, trouble))
        return {};
    std::filesystem::create_directories(folder, trouble);
    if (!trouble)
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, trouble);
    if (trouble)
        return failure(ErrorCode::Io,
            "cannot make the folder " + folder.string() + ": " + trouble.message() + ". Choose another, or make it");
    return {};
}

Result<> migrate(SqliteConnection &database)
{
    const auto version = database.pragma("user_version");
    const auto application = database.pragma("application_id");
    if (!version)
        return failure(version.error());
    if (!application)
        return failure(application.error());
    if (*version > 0 && *application != applicationId)
        return failure(ErrorCode::Corrupt,
            database.file() + " is a database of another program; give the engine a data folder of its own");
    const std::vector<std::string> migrations = sqlMigrations();
    if (*version > static_cast<std::int64_t>(migrations.size()))
        return failure(ErrorCode::Unsupported,
            database.file() + " was written by a newer version of Fairlead (schema " + std::to_string(*version)
                + ", this program knows " + std::to_string(migrations.size()) + "). Start that version");
    for (auto done = static_cast<std::size_t>(*version); done < migrations.size(); ++done) {
        if (auto step = migrateOneStep(database, migrations[done], done + 1); !step)
            return step;
    }
    return {};
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/errno_text.h"
#include "engine/storage/sqlite/sqlite_reader.h"

#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace fairlead {

namespace {
SqliteFailure ioFailure(const std::string &what, const std::string &file)
{
    return SqliteFailure({ErrorCode::Io, "cannot " + what + " " + file + ": " + errnoText()});
}

/// Makes an empty file of that name. Only its owner can read it.
void reserve(const std::string &file)
{
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0 && errno == EEXIST)
        throw SqliteFailure(
            {ErrorCode::Conflict, file + " is there already; nothing was overwritten. Choose another name"});
    if (descriptor < 0)
        throw ioFailure("write", file);
    ::close(descriptor);
}

/// SQLite does not sync a file that VACUUM INTO writes.
void syncPath(const std::string &path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    std::optional<SqliteFailure> failed;
    if (descriptor < 0 || ::fsync(descriptor) != 0)
        failed = ioFailure("sync", path);
    if (descriptor >= 0)
        ::close(descriptor);
    if (failed)
        throw SqliteFailure(*failed);
}
} // namespace

Result<BackupReport> SqliteReader::backup(const std::string &file)
{
    FAIRLEAD_CHECK(resultOf([&] { reserve(file); }));
    auto report = resultOf([&] {
        SqliteConnection &database = *m_parts.database;
        // SQLite counts the copy as a write. The connection itself stays read-only.
        database.execute("PRAGMA query_only = OFF");
        database.statement("copy_into").run(file);
        database.execute("PRAGMA query_only = ON");
        syncPath(file);
        syncPath(std::filesystem::absolute(file).parent_path().string());
        const auto copy = orThrow(open(file, m_parts.latestTime));
        BackupReport written {.file = file, .bytes = 0, .verified = orThrow(copy->verify())};
        struct stat status = {};
        written.bytes = ::stat(file.c_str(), &status) == 0 ? static_cast<std::int64_t>(status.st_size) : 0;
        return written;
    });
    if (!report)
        ::unlink(file.c_str());
    return report;
}

} // namespace fairlead

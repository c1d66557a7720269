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
Error ioError(const std::string &what, const std::string &file)
{
    return {ErrorCode::Io, "cannot " + what + " " + file + ": " + errnoText()};
}

/// An empty file of that name, for its owner alone.
Result<> reserve(const std::string &file)
{
    const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0 && errno == EEXIST)
        return failure(ErrorCode::Conflict, file + " is there already; nothing was overwritten. Choose another name");
    if (descriptor < 0)
        return failure(ioError("write", file));
    ::close(descriptor);
    return {};
}

/// SQLite syncs no file that VACUUM INTO writes.
Result<> syncPath(const std::string &path)
{
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    const bool isSynced = descriptor >= 0 && ::fsync(descriptor) == 0;
    Result<> synced = isSynced ? Result<>() : Result<>(failure(ioError("sync", path)));
    if (descriptor >= 0)
        ::close(descriptor);
    return synced;
}
} // namespace

Result<BackupReport> SqliteReader::backup(const std::string &file)
{
    if (auto reserved = reserve(file); !reserved)
        return failure(reserved.error());
    BackupReport report {.file = file, .bytes = 0, .verified = {}};
    // The copy counts as a write; the connection itself is read-only and stays so.
    Result<> done = m_database->execute("PRAGMA query_only = OFF");
    if (done)
        done = m_database->statement("copy_into").run(file);
    if (done)
        done = m_database->execute("PRAGMA query_only = ON");
    if (done)
        done = syncPath(file);
    if (done)
        done = syncPath(std::filesystem::absolute(file).parent_path().string());
    if (done) {
        const auto copy = open(file, m_latestTime);
        auto verified = copy ? (*copy)->verify() : Result<VerifyReport>(failure(copy.error()));
        if (verified)
            report.verified = std::move(*verified);
        else
            done = failure(verified.error());
    }
    if (!done) {
        ::unlink(file.c_str());
        return failure(done.error());
    }
    struct stat status = {};
    report.bytes = ::stat(file.c_str(), &status) == 0 ? static_cast<std::int64_t>(status.st_size) : 0;
    return report;
}

} // namespace fairlead

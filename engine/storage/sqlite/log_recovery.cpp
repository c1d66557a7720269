// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/log_recovery.h"

#include "engine/domain/descriptor.h"
#include "engine/domain/errno_text.h"
#include "engine/storage/sqlite/database_log.h"
#include "engine/storage/sqlite/lock_file.h"
#include "engine/storage/sqlite/sqlite_reader.h"

#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace fairlead {

namespace {
constexpr int bitsMendedMax = 64;

Result<> ioResult(const std::error_code &trouble, const std::string &what)
{
    return trouble ? Result<>(failure(ErrorCode::Io, what + ": " + trouble.message())) : Result<>();
}

Result<> turnBit(const std::string &file, std::int64_t bit)
{
    const Descriptor opened(::open(file.c_str(), O_RDWR | O_CLOEXEC));
    unsigned char byte = 0;
    bool isDone = opened.isOpen() && pread(opened.get(), &byte, 1, bit / 8) == 1;
    byte = static_cast<unsigned char>(byte ^ (1U << bit % 8));
    isDone = isDone && pwrite(opened.get(), &byte, 1, bit / 8) == 1;
    return isDone ? Result<>() : failure(ErrorCode::Io, "cannot change " + file + ": " + errnoText());
}

Result<> syncFile(const std::string &file)
{
    const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    return opened.isOpen() && fsync(opened.get()) == 0
        ? Result<>()
        : failure(ErrorCode::Io, "cannot write " + file + " to the disk: " + errnoText());
}

/// Copies of database and log, removed at the end unless they were moved.
class Copies
{
public:
    explicit Copies(std::string database)
        : m_database(std::move(database))
    {
    }
    ~Copies() { remove(); }
    Copies(const Copies &) = delete;
    Copies &operator=(const Copies &) = delete;

    const std::string &database() const { return m_database; }
    std::string log() const { return m_database + "-wal"; }
    Result<> make(const std::string &from)
    {
        remove();
        std::error_code trouble;
        std::filesystem::copy_file(from, m_database, trouble);
        if (!trouble)
            std::filesystem::copy_file(from + "-wal", log(), trouble);
        return ioResult(trouble, "cannot copy " + from + " and its log");
    }
    /// Turns the bits back that are plainly wrong, and cuts the rest off.
    Result<RecoveredLog> mend()
    {
        RecoveredLog recovered;
        LogPages found = readLogPages(log());
        recovered.damagedAt = found.damage ? found.damage->at : 0;
        for (; found.damage; found = readLogPages(log())) {
            if (!found.damage->wrongBit || recovered.bitsMended == bitsMendedMax) {
                recovered.commitsLost = found.damage->commitsBehind;
                std::error_code trouble;
                std::filesystem::resize_file(log(), static_cast<std::uintmax_t>(found.bytes), trouble);
                FAIRLEAD_CHECK(ioResult(trouble, "cannot cut " + log()));
                break;
            }
            FAIRLEAD_CHECK(turnBit(log(), *found.damage->wrongBit));
            ++recovered.bitsMended;
        }
        recovered.commitsKept = found.commits;
        return recovered;
    }

private:
    void remove() const
    {
        for (const char *end : {"", "-wal", "-shm"}) {
            std::error_code ignored; // a copy that stays is replaced by the next one
            std::filesystem::remove(m_database + end, ignored);
        }
    }
    std::string m_database;
};

/// The copy of the database stays as the damaged one; the log is replaced in one step, so that a kill at any time
/// leaves either the old one or the new one.
Result<> putInPlace(const Copies &copies, const std::string &file)
{
    std::error_code trouble;
    for (const char *end : {"", "-wal"}) {
        if (std::filesystem::exists(file + end + ".damaged", trouble))
            return failure(
                ErrorCode::Conflict, file + end + ".damaged is there from an earlier recovery. Move it away");
        FAIRLEAD_CHECK(syncFile(copies.database() + end));
    }
    for (const char *end : {"", "-wal"}) {
        const std::string kept = file + end + ".damaged";
        std::filesystem::create_hard_link(end == std::string_view() ? copies.database() : file + end, kept, trouble);
        FAIRLEAD_CHECK(ioResult(trouble, "cannot make " + kept));
    }
    std::filesystem::rename(copies.log(), file + "-wal", trouble);
    FAIRLEAD_CHECK(ioResult(trouble, "cannot replace " + file + "-wal"));
    const std::string folder = std::filesystem::path(file).parent_path().string();
    return syncFile(folder.empty() ? "." : folder);
}
} // namespace

Result<std::optional<RecoveredLog>> recoverLog(const std::string &databaseFile, LogRecovery recovery)
{
    std::error_code trouble;
    if (!std::filesystem::is_regular_file(databaseFile, trouble))
        return failure(ErrorCode::NotFound, "there is no database file " + databaseFile);
    LockFile lock(databaseFile);
    FAIRLEAD_CHECK(lock.tryTake());
    if (!readLogPages(databaseFile + "-wal").damage)
        return std::optional<RecoveredLog>();
    Copies copies(databaseFile + ".recovered");
    FAIRLEAD_CHECK(copies.make(databaseFile));
    FAIRLEAD_TRY(RecoveredLog recovered, copies.mend());
    {
        FAIRLEAD_TRY(const std::unique_ptr<StoreReader> reader,
            SqliteReader::open(copies.database(), std::make_shared<LatestTime>(0)));
        FAIRLEAD_TRY(const VerifyReport report, reader->verify());
        recovered.jobs = report.jobsChecked;
        recovered.problems = static_cast<std::int64_t>(report.problems.size());
    }
    if (recovery == LogRecovery::Act)
        FAIRLEAD_CHECK(putInPlace(copies, databaseFile));
    return std::optional(recovered);
}

} // namespace fairlead

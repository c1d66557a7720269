// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/log_recovery.h"

#include "engine/domain/descriptor.h"
#include "engine/domain/errno_text.h"
#include "engine/storage/sqlite/database_file.h"
#include "engine/storage/sqlite/database_log.h"
#include "engine/storage/sqlite/lock_file.h"
#include "engine/storage/sqlite/log_index.h"
#include "engine/storage/sqlite/sql_texts.h"
#include "engine/storage/sqlite/sqlite_reader.h"

#include <fcntl.h>
#include <filesystem>
#include <unistd.h>

namespace fairlead {

namespace {
constexpr int placesMendedMax = 64;

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

/// Copies of database and log, removed at the beginning and at the end unless they were moved.
class Copies
{
public:
    Copies(const std::string &of, const RecoveryStep &beforeStep)
        : m_of(of)
        , m_database(of + ".recovered")
        , m_beforeStep(beforeStep)
    {
        remove(); // those of a recovery that was killed
    }
    ~Copies() { remove(); }
    Copies(const Copies &) = delete;
    Copies &operator=(const Copies &) = delete;

    const std::string &database() const { return m_database; }
    std::string log() const { return m_database + "-wal"; }
    Result<> make()
    {
        std::error_code trouble;
        for (const char *end : {"", "-wal"}) {
            m_beforeStep();
            if (!trouble)
                std::filesystem::copy_file(m_of + end, m_database + end, trouble);
        }
        return ioResult(trouble, "cannot copy " + m_of + " and its log");
    }
    /// Turns the bits back that are plainly wrong, and cuts the rest off.
    Result<RecoveredLog> mend()
    {
        RecoveredLog recovered;
        LogPages found = readLogPages(log());
        recovered.damagedAt = found.damage ? found.damage->at : 0;
        for (int places = 0; found.damage; ++places) {
            m_beforeStep();
            if (found.damage->wrongBits.empty() || places == placesMendedMax) {
                recovered.commitsLost = found.damage->commitsBehind;
                std::error_code trouble;
                std::filesystem::resize_file(log(), static_cast<std::uintmax_t>(found.bytes), trouble);
                FAIRLEAD_CHECK(ioResult(trouble, "cannot cut " + log()));
                break;
            }
            for (const std::int64_t bit : found.damage->wrongBits)
                FAIRLEAD_CHECK(turnBit(log(), bit));
            recovered.bitsMended += static_cast<int>(found.damage->wrongBits.size());
            found = readLogPages(log());
        }
        recovered.commitsKept = found.commits;
        return recovered;
    }
    /// Adds what a verification of the copy finds.
    Result<> verify(RecoveredLog &recovered) const
    {
        const std::size_t needed = sqlMigrations().size();
        FAIRLEAD_TRY(const std::int64_t version, resultOf([this] {
            return SqliteConnection::open(m_database, SqliteConnection::Mode::ReadOnly)->pragma("user_version");
        }));
        if (version < static_cast<std::int64_t>(needed))
            return failure(ErrorCode::Corrupt,
                m_of + "-wal is damaged before the store in it is complete, and " + m_of
                    + " does not hold it either, so nothing can be had back. Both files were left as they are. Restore "
                      "a backup; or begin anew, after you have moved "
                    + m_of + ", " + m_of + "-wal and " + m_of + ".ballast away");
        FAIRLEAD_TRY(
            const std::unique_ptr<StoreReader> reader, SqliteReader::open(m_database, std::make_shared<LatestTime>(0)));
        FAIRLEAD_TRY(const VerifyReport report, reader->verify());
        recovered.jobs = report.jobsChecked;
        recovered.problems = static_cast<std::int64_t>(report.problems.size());
        return {};
    }
    /// The copies are named after the files that an operator knows.
    Error named(Error error) const
    {
        for (std::size_t at = error.text.find(m_database); at != std::string::npos; at = error.text.find(m_database))
            error.text.replace(at, m_database.size(), m_of);
        return error;
    }

private:
    void remove() const
    {
        for (const char *end : {"", "-wal", "-shm"}) {
            m_beforeStep();
            std::error_code ignored; // a copy that stays is replaced by the next one
            std::filesystem::remove(m_database + end, ignored);
        }
    }
    std::string m_of;
    std::string m_database;
    const RecoveryStep &m_beforeStep;
};

/// An earlier recovery was killed before it put its log in place: the log that it kept still is the one of the store.
Result<bool> isUnfinished(const std::string &file)
{
    std::error_code trouble;
    if (std::filesystem::equivalent(file + "-wal.damaged", file + "-wal", trouble))
        return true;
    for (const char *end : {"", "-wal"}) {
        if (std::filesystem::exists(file + end + ".damaged", trouble))
            return failure(
                ErrorCode::Conflict, file + end + ".damaged is there from an earlier recovery. Move it away");
    }
    return false;
}

/// The copy of the database stays as the damaged one. The log as it was gets its second name first, and is replaced in
/// one step at the end. So a kill at any time leaves the old log or the new one, and the next recovery goes on.
Result<> putInPlace(const Copies &copies, const std::string &file, const RecoveryStep &beforeStep)
{
    FAIRLEAD_TRY(const bool isBegun, isUnfinished(file));
    for (const std::string &copy : {copies.database(), copies.log()})
        FAIRLEAD_CHECK(syncFile(copy));
    const std::string parent = std::filesystem::path(file).parent_path().string();
    const std::string folder = parent.empty() ? "." : parent;
    std::error_code trouble;
    beforeStep();
    if (!isBegun)
        std::filesystem::create_hard_link(file + "-wal", file + "-wal.damaged", trouble);
    FAIRLEAD_CHECK(ioResult(trouble, "cannot make " + file + "-wal.damaged"));
    beforeStep();
    std::filesystem::rename(copies.database(), file + ".damaged", trouble);
    FAIRLEAD_CHECK(ioResult(trouble, "cannot make " + file + ".damaged"));
    beforeStep();
    FAIRLEAD_CHECK(syncFile(folder));
    beforeStep();
    std::filesystem::rename(copies.log(), file + "-wal", trouble);
    FAIRLEAD_CHECK(ioResult(trouble, "cannot replace " + file + "-wal"));
    beforeStep();
    return syncFile(folder);
}

/// Nothing is damaged; but an engine may refuse the store for another reason, or its log may be gone.
Result<> checkUndamaged(const std::string &file)
{
    FAIRLEAD_CHECK(checkDatabaseAndLog(file, SqliteOptions::Durability::Full));
    if (const std::string loss = lossOfLog(file); !loss.empty())
        return failure(ErrorCode::Corrupt,
            loss + ". If you have the log, put it back before an engine starts. An engine that starts "
                + "now goes on without it");
    return {};
}
} // namespace

Result<std::optional<RecoveredLog>> recoverLog(
    const std::string &databaseFile, LogRecovery recovery, const RecoveryStep &beforeStep)
{
    FAIRLEAD_CHECK(checkDatabase(databaseFile));
    LockFile lock(databaseFile);
    FAIRLEAD_CHECK(lock.tryTake());
    Copies copies(databaseFile, beforeStep);
    if (!readLogPages(databaseFile + "-wal").damage) {
        FAIRLEAD_CHECK(checkUndamaged(databaseFile));
        return std::optional<RecoveredLog>();
    }
    FAIRLEAD_CHECK(copies.make());
    FAIRLEAD_TRY(RecoveredLog recovered, copies.mend());
    if (const Result<> verified = copies.verify(recovered); !verified)
        return failure(copies.named(verified.error()));
    if (recovery == LogRecovery::Act)
        FAIRLEAD_CHECK(putInPlace(copies, databaseFile, beforeStep));
    return std::optional(recovered);
}

} // namespace fairlead

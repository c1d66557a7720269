// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/database_file.h"

#include "engine/domain/descriptor.h"
#include "engine/domain/errno_text.h"
#include "engine/domain/small_file.h"
#include "engine/storage/sqlite/database_log.h"
#include "engine/storage/sqlite/sqlite_failure.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>

namespace fairlead {

namespace {
constexpr std::string_view fileMark {"SQLite format 3\0", 16};
constexpr std::size_t headerBytes = 100;

std::int64_t lengthOf(const std::string &file)
{
    struct stat status = {};
    return ::stat(file.c_str(), &status) == 0 ? static_cast<std::int64_t>(status.st_size) : -1;
}

/// The log or the reserved space. Both are made after the database has its first page; so without them there was no
/// job.
const char *companionOf(const std::string &file)
{
    for (const char *end : {"-wal", ".ballast"}) {
        if (lengthOf(file + end) >= 0)
            return end;
    }
    return nullptr;
}

/// A database whose file is gone or empty would begin anew, and the log with the jobs of the last moments be thrown
/// away.
std::optional<Error> lossOf(const std::string &file)
{
    const std::int64_t size = lengthOf(file);
    if (size > 0)
        return std::nullopt;
    const char *companion = companionOf(file);
    if (!companion)
        return std::nullopt;
    return Error {ErrorCode::Corrupt,
        file + (size < 0 ? " is gone" : " is empty") + ", but " + file + companion
            + " is there, so there was a database. All files were left as they are. Put the file back; or restore "
              "a backup, or begin anew, after you have moved "
            + file + "-wal and " + file + ".ballast away"};
}

/// The reason why a file is not a database. Empty when it is a database or an empty file.
std::optional<Error> markFault(const std::string &mark, const std::string &file)
{
    if (mark.empty() || mark == fileMark)
        return std::nullopt;
    return Error {ErrorCode::Corrupt,
        file + " is not an SQLite database, or its beginning is damaged. It was left as it is. Copy it and " + file
            + "-wal away, then restore a backup, or rebuild what can be read with: sqlite3 " + file
            + " .recover | sqlite3 NEW-FILE"};
}

/// The number of pages that a database holds by its header, and the bytes of a page. Empty when the header does not
/// tell (https://sqlite.org/fileformat2.html#the_database_header).
struct Extent
{
    std::uint32_t pages = 0;
    std::uint32_t pageBytes = 0;
};
std::optional<Extent> extentOf(const std::array<unsigned char, headerBytes> &header)
{
    const auto number = [&header](std::size_t at) { return bigEndian(header.data() + at); };
    const std::uint32_t stored = number(16) >> 16;
    const std::uint32_t pageBytes = stored == 1 ? 65'536 : stored;
    const bool isPower = pageBytes >= 512 && (pageBytes & (pageBytes - 1)) == 0;
    if (!isPower || number(24) != number(92)) // the count is valid only where both agree
        return std::nullopt;
    return Extent {number(28), pageBytes};
}

/// Whether pages are missing at the end. A page that the log holds may be: a kill can come between a commit and the
/// copy of its pages into the database. SQLite takes a missing part of a page for zeros.
bool isShort(const LogPages &log, const Extent &extent, std::int64_t size)
{
    const auto whole = static_cast<std::uint32_t>(size / extent.pageBytes);
    if (whole >= extent.pages && size % extent.pageBytes == 0)
        return false;
    const std::uint32_t pages = log.databasePages > 0 ? log.databasePages : extent.pages;
    for (std::uint32_t page = whole + 1; page <= pages; ++page) {
        if (!log.pages.contains(page))
            return true;
    }
    return false;
}

/// Without syncs a power cut can leave several commits in part, so that only a wrong bit proves damage.
std::optional<Error> logFault(const LogPages &log, const std::string &file, SqliteOptions::Durability durability)
{
    if (!log.damage || (durability == SqliteOptions::Durability::Relaxed && !log.damage->isOfOneBit))
        return std::nullopt;
    return Error {ErrorCode::Corrupt,
        file + "-wal, the log of " + file + ", is damaged at byte " + std::to_string(log.damage->at)
            + ". A start without what follows would lose at least " + std::to_string(log.damage->commitsBehind)
            + " commits. Both files were left as they are. Run: "
              "fairleadctl recover "
            + file
            + ", which says what can be had back; or restore a backup, after you have "
              "moved both away"};
}

/// The header of a database, as far as it is there.
struct Beginning
{
    std::array<unsigned char, headerBytes> header {};
    std::size_t bytes = 0;
};

/// Fails with Corrupt when the file is neither a database nor empty.
Result<Beginning> readBeginning(int descriptor, const std::string &file)
{
    Beginning found;
    const ssize_t read = pread(descriptor, found.header.data(), found.header.size(), 0);
    if (read < 0)
        return failure(ErrorCode::Io, "cannot read " + file + ": " + errnoText());
    found.bytes = static_cast<std::size_t>(read);
    const std::string mark(found.header.begin(),
        found.header.begin() + static_cast<std::ptrdiff_t>(std::min(found.bytes, fileMark.size())));
    if (std::optional<Error> noDatabase = markFault(mark, file))
        return failure(*std::move(noDatabase));
    return found;
}

std::optional<Error> faultOf(int descriptor, const std::string &file, SqliteOptions::Durability durability)
{
    const Result<Beginning> found = readBeginning(descriptor, file);
    if (!found)
        return found.error();
    const auto &[header, bytes] = *found;
    const LogPages log = readLogPages(file + "-wal");
    if (std::optional<Error> damaged = logFault(log, file, durability))
        return damaged;
    const std::int64_t size = lengthOf(file);
    const std::optional<Extent> extent = extentOf(header);
    const bool isCut = bytes > 0 && (bytes < headerBytes || (extent && isShort(log, *extent, size)));
    // The making of the first page may have been cut short by a kill. Then there is nothing to lose.
    const bool isBegun = extent && size < std::int64_t {extent->pageBytes} && !companionOf(file);
    if (!isCut || isBegun)
        return std::nullopt;
    return Error {ErrorCode::Corrupt,
        "the end of " + file + " is missing: it has " + std::to_string(size) + " bytes"
            + (extent ? " in place of " + std::to_string(std::int64_t {extent->pages} * extent->pageBytes) : "")
            + ". It was left as it is. Copy it and " + file
            + "-wal away, then restore a backup, or rebuild what can be read with: sqlite3 " + file
            + " .recover | sqlite3 NEW-FILE"};
}
} // namespace

Result<> checkDatabase(const std::string &file)
{
    if (std::optional<Error> lost = lossOf(file))
        return failure(*std::move(lost));
    const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!opened.isOpen())
        return errno == ENOENT ? failure(ErrorCode::NotFound, "there is no database file " + file)
                               : failure(ErrorCode::Io, "cannot open " + file + ": " + errnoText());
    struct stat status = {};
    if (fstat(opened.get(), &status) != 0 || !S_ISREG(status.st_mode))
        return failure(ErrorCode::Corrupt, file + " is no database: it is no plain file");
    FAIRLEAD_TRY(const Beginning found, readBeginning(opened.get(), file));
    if (found.bytes == 0)
        return failure(ErrorCode::Corrupt, file + " is no database: it is empty");
    return {};
}

Result<> checkDatabaseAndLog(const std::string &file, SqliteOptions::Durability durability)
{
    FAIRLEAD_CHECK(checkDatabase(file));
    const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
    if (!opened.isOpen())
        return failure(ErrorCode::Io, "cannot open " + file + ": " + errnoText());
    if (std::optional<Error> found = faultOf(opened.get(), file, durability))
        return failure(*std::move(found));
    return {};
}

void prepareDatabaseFile(const std::string &file, SqliteOptions::Durability durability)
{
    if (std::optional<Error> lost = lossOf(file))
        throw SqliteFailure(std::move(*lost));
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        throw SqliteFailure({ErrorCode::Io, "cannot open " + file + ": " + errnoText()});
    std::optional<Error> found = faultOf(descriptor, file, durability);
    ::close(descriptor);
    if (found)
        throw SqliteFailure(std::move(*found));
}

void prepareDatabaseFolder(const std::string &file)
{
    const std::filesystem::path folder = std::filesystem::path(file).parent_path();
    std::error_code trouble;
    if (folder.empty() || std::filesystem::exists(folder, trouble))
        return;
    if (const std::error_code failed = makeOwnFolder(folder.string()))
        throw SqliteFailure({ErrorCode::Io,
            "cannot make the folder " + folder.string() + ": " + failed.message() + ". Choose another, or make it"});
}

} // namespace fairlead

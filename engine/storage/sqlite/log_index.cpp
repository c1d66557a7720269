// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/log_index.h"

#include "engine/domain/descriptor.h"
#include "engine/storage/sqlite/lock_file.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fairlead {

namespace {
constexpr std::size_t indexHeaderBytes = 48; ///< of the first of two equal ones
constexpr std::size_t copiedAt = 2 * indexHeaderBytes; ///< the number of pages that are in the database
constexpr std::size_t saltsInIndexAt = 32;
constexpr std::size_t saltsInLogAt = 16;
constexpr std::size_t indexSaltsBytes = 8;
constexpr std::int64_t beforeFrames = 32;
constexpr std::int64_t beforePage = 24;
constexpr std::uint32_t indexVersion = 3'007'000;

/// The part of an index that counts pages; its words are those of the machine.
using IndexBytes = std::array<unsigned char, copiedAt + 4>;

/// Numbers of 2 or 4 bytes.
template <typename Number>
std::int64_t numberInIndex(const IndexBytes &bytes, std::size_t at)
{
    Number number = 0;
    std::memcpy(&number, bytes.data() + at, sizeof number);
    return number;
}

/// Reads up to `size` bytes of the beginning; none of what is no plain file.
std::size_t readStart(const std::string &file, unsigned char *bytes, std::size_t size, std::int64_t &length)
{
    const Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    struct stat status = {};
    if (!opened.isOpen() || fstat(opened.get(), &status) != 0 || !S_ISREG(status.st_mode))
        return 0;
    length = status.st_size;
    const ssize_t read = pread(opened.get(), bytes, size, 0);
    return read > 0 ? static_cast<std::size_t>(read) : 0;
}

bool isWholeIndex(const IndexBytes &bytes)
{
    const bool isMade = bytes.at(12) != 0;
    return isMade && numberInIndex<std::uint32_t>(bytes, 0) == indexVersion
        && std::equal(bytes.begin(), bytes.begin() + indexHeaderBytes, bytes.begin() + indexHeaderBytes);
}

/// The pages that the index counts and nothing has. 0: none, or there is no index.
std::int64_t lostLogPages(const std::string &databaseFile)
{
    IndexBytes index {};
    std::int64_t indexLength = 0;
    if (readStart(databaseFile + "-shm", index.data(), index.size(), indexLength) < index.size()
        || !isWholeIndex(index))
        return 0;
    const std::int64_t counted = numberInIndex<std::uint32_t>(index, 16);
    const std::int64_t shortSize = numberInIndex<std::uint16_t>(index, 14);
    const std::int64_t frameBytes = beforePage + (shortSize == 1 ? 65'536 : shortSize);
    std::array<unsigned char, static_cast<std::size_t>(beforeFrames)> header {};
    std::int64_t logLength = 0;
    const std::size_t read = readStart(databaseFile + "-wal", header.data(), header.size(), logLength);
    const bool hasHeader = read == header.size();
    // A log of another round is not the one that the index is of.
    if (hasHeader && std::memcmp(header.data() + saltsInLogAt, index.data() + saltsInIndexAt, indexSaltsBytes) != 0)
        return 0;
    const std::int64_t present = hasHeader ? (logLength - beforeFrames) / frameBytes : 0;
    const std::int64_t copied = numberInIndex<std::uint32_t>(index, copiedAt);
    return std::max<std::int64_t>(0, counted - std::max(present, copied));
}
} // namespace

std::string lossOfLog(const std::string &databaseFile)
{
    const std::string log = databaseFile + "-wal, the log of " + databaseFile + ", ";
    const std::string effect = "The jobs that were accepted last are gone, and runs that ended last run again";
    if (const std::int64_t pages = lostLogPages(databaseFile); pages > 0)
        return log + "lacks the last " + std::to_string(pages) + " pages that its index " + databaseFile
            + "-shm counts: it was removed, emptied or cut. " + effect;
    struct stat status = {};
    if (::stat((databaseFile + "-wal").c_str(), &status) != 0 && isLogLeft(databaseFile))
        return log + "is gone, and the engine that used it did not end in order, so it left one: it was removed. "
            + effect + ". A backup in the place of the database lacks nothing";
    return {};
}

} // namespace fairlead

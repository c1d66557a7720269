// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace fairlead {

/// A place at which a log is not as it was written, with commits behind it that SQLite would drop.
struct LogDamage
{
    std::int64_t at = 0; ///< the byte at which the damaged frame begins; 0: the header of the log
    /// The bits of the file to turn, lowest of each byte first, which make this place whole: one of a frame, any of the
    /// header. Empty: it is not plain which, or more is wrong.
    std::vector<std::int64_t> wrongBits {};
    bool isOfOneBit = false; ///< or of the header. A power cut does not leave that, even where commits are not synced
    std::int64_t commitsBehind = 0; ///< at least so many
};

/// The pages that SQLite finds in a WAL (https://sqlite.org/fileformat2.html#walformat).
struct LogPages
{
    std::uint32_t databasePages = 0; ///< the pages of the database after the last whole commit; 0: there is none
    std::set<std::uint32_t> pages {}; ///< of whole commits
    std::int64_t commits = 0; ///< whole ones
    std::int64_t bytes = 0; ///< the header and the whole commits
    std::optional<LogDamage> damage {};
};

/// A number of four bytes, as SQLite stores it.
std::uint32_t bigEndian(const unsigned char *bytes);

/// Reads the log up to its first frame that is not valid, as SQLite does. A log that cannot be read has no pages.
///
/// Each commit is synced before the next is written, so a power cut leaves at most the last one in part. The log is
/// damaged when the first frame that is not valid differs by one bit from a valid one, or when frames of a later commit
/// chain on behind it: by the checksum that it stores, by its true one, or among themselves.
LogPages readLogPages(const std::string &logFile);

} // namespace fairlead

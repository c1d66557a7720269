// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <set>
#include <string>

namespace fairlead {

/// The pages that SQLite finds in a WAL (https://sqlite.org/fileformat2.html#walformat).
struct LogPages
{
    std::uint32_t databasePages = 0; ///< the pages of the database after the last whole commit; 0: there is none
    std::set<std::uint32_t> pages {}; ///< of whole commits
};

/// A number of four bytes, as SQLite stores it.
std::uint32_t bigEndian(const unsigned char *bytes);

/// Reads the log up to its first frame that is not valid, as SQLite does. A log that cannot be read has no pages.
LogPages readLogPages(const std::string &logFile);

} // namespace fairlead

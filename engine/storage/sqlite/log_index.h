// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

namespace fairlead {

/// The pages of the last commits that neither the log nor the database has any more, as far as it can be known: by the
/// index of the log, the file -shm (https://sqlite.org/walformat.html#the_wal_index_file_format). A killed engine
/// leaves the index; an orderly end removes it with the log. 0: nothing is known to be missing.
/// Looks before SQLite opens the files, because that makes the index anew. After a power cut the index may be older
/// than the log. Threads: any.
std::int64_t lostLogPages(const std::string &databaseFile);

/// The report of a loss of so many pages, without a full stop at its end.
std::string lossText(const std::string &databaseFile, std::int64_t pages);

} // namespace fairlead

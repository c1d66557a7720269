// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace fairlead {

/// The report that the last commits are missing, without a full stop at its end: neither the log nor the database has
/// them any more. Empty: that is not known. A killed engine leaves the log, its index (the file -shm,
/// https://sqlite.org/walformat.html#the_wal_index_file_format), and its mark in the lock file; an orderly end removes
/// all three. The index counts the pages that a log lacks. Without a log and an index, the mark tells that there was
/// one.
/// Looks before SQLite opens the files, because that makes the index anew. After a power cut the index may be older
/// than the log. Threads: any.
std::string lossOfLog(const std::string &databaseFile);

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"
#include "engine/storage/sqlite/sqlite_options.h"

#include <string>

namespace fairlead {

/// The database file before SQLite opens it. Failures of what prepares are thrown as SqliteFailure. Threads: one.

/// Makes the file's folder with mode 0700 when there is none.
void prepareDatabaseFolder(const std::string &file);

/// The check of prepareDatabaseFile, for a file that must be there: makes nothing, and does not read the log. Fails
/// with NotFound, Corrupt or Io.
Result<> checkDatabase(const std::string &file);

/// The whole check of prepareDatabaseFile. Makes nothing. Fails with Corrupt or Io.
Result<> checkDatabaseAndLog(const std::string &file, SqliteOptions::Durability durability);

/// Makes an empty file with mode 0600 when there is none. Throws Corrupt, and leaves all files as they are, when the
/// file is not a database, when it is gone or empty beside its log or its reserved space, when its end is missing, or
/// when SQLite would drop commits because its log is damaged.
void prepareDatabaseFile(const std::string &file, SqliteOptions::Durability durability);

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/sqlite_options.h"

#include <string>

namespace fairlead {

/// The database file before SQLite opens it. All failures are thrown as SqliteFailure. Threads: one.

/// Makes the file's folder with mode 0700 when there is none.
void prepareDatabaseFolder(const std::string &file);

/// Makes an empty file with mode 0600 when there is none. Throws Corrupt, and leaves all files as they are, when the
/// file is not a database, when it is gone or empty beside its log or its reserved space, when its end is missing, or
/// when SQLite would drop commits because its log is damaged.
void prepareDatabaseFile(const std::string &file, SqliteOptions::Durability durability);

} // namespace fairlead

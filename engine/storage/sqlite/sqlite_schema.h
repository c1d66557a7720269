// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/sqlite_connection.h"

namespace fairlead {

/// Makes the folder of a database file if it is missing. Only its owner can read it. Throws Io.
void prepareDatabaseFolder(const std::string &file);
/// Makes the file if it is missing. Only its owner can read it. Throws Io. Throws Corrupt when the file is not a
/// database, and leaves it as it is.
void prepareDatabaseFile(const std::string &file);
/// Brings the schema to the newest version, one transaction for each step. Throws Unsupported when a newer version of
/// this program made the file, or Corrupt when another program made it.
void migrate(SqliteConnection &database);

} // namespace fairlead

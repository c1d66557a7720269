// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/sqlite_connection.h"

namespace fairlead {

/// Makes the folder of a database file, readable by its owner alone, if it is missing. Throws Io.
void prepareDatabaseFolder(const std::string &file);
/// Makes the file, readable by its owner alone, if it is missing. Throws Io, or Corrupt when it is not a database,
/// which is left as it is.
void prepareDatabaseFile(const std::string &file);
/// Brings the schema to the newest version, one transaction a step. Throws Unsupported when a newer program made it, or
/// Corrupt when another program made it.
void migrate(SqliteConnection &database);

} // namespace fairlead

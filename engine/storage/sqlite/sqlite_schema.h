// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/sqlite_connection.h"

namespace fairlead {

/// Makes the folder of a database file, readable by its owner alone, if it is missing. Fails with Io.
Result<> prepareDatabaseFolder(const std::string &file);
/// Makes the file, readable by its owner alone, if it is missing. Fails with Corrupt, touching nothing, when it is not
/// a database, or with Io.
Result<> prepareDatabaseFile(const std::string &file);
/// Brings the schema to the newest version, one transaction a step. Fails with Unsupported when a newer program made
/// it, or with Corrupt when it is not ours.
Result<> migrate(SqliteConnection &database);

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/sqlite_connection.h"

namespace fairlead {

/// Brings the schema to the newest version, one transaction for each step. Throws Unsupported when a newer version of
/// this program made the file, or Corrupt when another program made it.
void migrate(SqliteConnection &database);

} // namespace fairlead

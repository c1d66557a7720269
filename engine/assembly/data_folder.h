// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"

#include <string>
#include <vector>

namespace fairlead {

/// Makes the data folder with mode 0700 when there is none. Whoever may write into the folder, or into the files of the
/// store, may change jobs and rights. So the right to write is taken from all but the owner; the answer has a line for
/// each file of which it was taken, or for which a group keeps it because the file is another user's. Fails with
/// Denied when all users keep it, and with Io. Threads: any.
Result<std::vector<std::string>> makeDataFolder(const std::string &folder, const std::string &databaseFile);

/// The refusal of a configuration file that every user may write: it names the programs that jobs run. Pipes pass.
/// Fails with Configuration.
Result<> checkConfigMode(const std::string &file);

/// The error of a start, as an operator needs it: when the disk of the database is full it says how many bytes are
/// free, how many a start needs, and the ways out. Other errors stay as they are.
Error startError(Error error, const std::string &databaseFile);

} // namespace fairlead

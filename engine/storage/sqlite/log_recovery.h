// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

namespace fairlead {

/// A store whose log is damaged, and the best that can be made of it: bits that are plainly wrong are turned back, and
/// the header is made anew from the frames; from the first place on that cannot be mended, the log is dropped.
struct RecoveredLog
{
    std::int64_t damagedAt = 0; ///< the byte of the log where the first damage is
    int bitsMended = 0;
    std::int64_t commitsKept = 0;
    std::int64_t commitsLost = 0; ///< at least so many
    std::int64_t jobs = 0; ///< in the recovered store
    std::int64_t problems = 0; ///< that a verification finds in it
};

enum class LogRecovery {
    Look, ///< changes nothing
    Act, ///< puts the recovered log in place; database and log as they were are kept beside them, as *.damaged
};

/// Called before each change of a file. Tests kill the process there.
using RecoveryStep = std::function<void()>;

/// Works on a copy of the database beside it, which needs as much room. A recovery that was killed, at any time, is
/// taken up again by the next one. Empty when the log is not damaged. Fails with NotFound, Locked while an engine uses
/// the store, Conflict when there is an earlier *.damaged, Corrupt when an engine would refuse the store for another
/// reason, when its log is missing as far as that is known, or when nothing can be had back, or Io.
/// Needs a QCoreApplication. Threads: any.
Result<std::optional<RecoveredLog>> recoverLog(
    const std::string &databaseFile, LogRecovery recovery, const RecoveryStep &beforeStep = [] {});

} // namespace fairlead

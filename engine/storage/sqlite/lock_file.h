// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"

#include <string>

namespace fairlead {

/// Keeps every other engine away from a database file, by flock(2) on a file beside it that holds the process id. The
/// system lets go of it when the process ends, however it ends. Threads: any.
class LockFile
{
public:
    /// Fails at once with Locked, naming the process that holds it, or with Io.
    static Result<LockFile> take(const std::string &databaseFile);
    LockFile(LockFile &&other) noexcept;
    LockFile &operator=(LockFile &&) = delete;
    ~LockFile();

private:
    explicit LockFile(int descriptor)
        : m_descriptor(descriptor)
    {
    }
    int m_descriptor;
};

} // namespace fairlead

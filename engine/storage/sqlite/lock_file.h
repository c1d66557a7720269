// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/lead.h"

#include <string>

namespace fairlead {

/// The lead of a database file: flock(2) on a file beside it, which holds the process id. The system releases the lock
/// when the process ends in any way; until then it cannot be lost. Threads: one.
class LockFile final : public Lead
{
public:
    explicit LockFile(std::string databaseFile);
    ~LockFile() override;
    LockFile(const LockFile &) = delete;
    LockFile &operator=(const LockFile &) = delete;

    Result<> tryTake() override;
    Result<> keep() override;
    void release() override;

private:
    std::string m_databaseFile;
    int m_descriptor = -1;
};

} // namespace fairlead

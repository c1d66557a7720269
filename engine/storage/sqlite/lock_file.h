// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/descriptor.h"
#include "engine/storage/lead.h"

#include <string>

namespace fairlead {

/// The lead of a database file: flock(2) on a file beside it, which holds the process id, and on the database itself,
/// in case the other file is removed. SQLite's own locks are of another kind (POSIX), but closing a descriptor of the
/// database ends those of the process: this outlives the connections. The system releases the locks when the process
/// ends in any way; until then they cannot be lost. Threads: one.
class LockFile final : public Lead
{
public:
    explicit LockFile(std::string databaseFile);
    ~LockFile() override;
    LockFile(const LockFile &) = delete;
    LockFile &operator=(const LockFile &) = delete;

    Result<> tryTake() override;
    /// Locks a database that was made after the lead was taken. Fails with Locked or Io.
    Result<> lockDatabase();
    Result<> keep() override;
    void release() override;

private:
    Result<> takeBoth();

    std::string m_databaseFile;
    Descriptor m_descriptor; ///< of the lock file
    Descriptor m_databaseDescriptor;
};

} // namespace fairlead

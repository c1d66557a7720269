// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/descriptor.h"
#include "engine/storage/lead.h"

#include <string>

namespace fairlead {

/// The lead of a database file: flock(2) on a file beside it, which holds the process id, and on the database itself,
/// in case the other file is removed. SQLite's own locks are of another kind (POSIX), but closing a descriptor of the
/// database ends those of the process: this outlives the connections. The system releases the locks when the process
/// ends in any way; until then they cannot be lost. The lock file also says whether the log of the database is in use,
/// which a killed engine leaves in it. Threads: one.
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

    /// Notes in the lock file that the log of the database, the file -wal, is in use from now on, or that an orderly
    /// end follows, which may remove it. REQUIRES: the lead. A mark that cannot be written is not noted.
    void noteLog(bool isInUse);

private:
    Result<> takeBoth();

    std::string m_databaseFile;
    Descriptor m_descriptor; ///< of the lock file
    Descriptor m_databaseDescriptor;
};

/// Whether the last engine of this database file did not end in order, so that it left its log. False when the lock
/// file is gone or of an earlier version, or when the database is another file by now, such as a backup in its place.
bool isLogLeft(const std::string &databaseFile);

} // namespace fairlead

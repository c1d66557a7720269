// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/lock_file.h"

#include "engine/domain/errno_text.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <unistd.h>

namespace fairlead {

namespace {
std::string holderOf(int descriptor)
{
    std::array<char, 32> text {};
    const ssize_t size = pread(descriptor, text.data(), text.size() - 1, 0);
    std::string holder(text.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    holder.erase(holder.find_last_not_of("\n ") + 1);
    return holder.empty() ? "unknown" : holder;
}

/// Takes the lock of an open file; false when another holds it.
Result<bool> tryLock(int descriptor, const std::string &file)
{
    // A child process that is between fork and exec inherits the lock. When its engine is killed then, it holds the
    // lock for a moment.
    int taken = flock(descriptor, LOCK_EX | LOCK_NB);
    for (int again = 0; taken != 0 && errno == EWOULDBLOCK && again < 50; ++again) {
        poll(nullptr, 0, 10);
        taken = flock(descriptor, LOCK_EX | LOCK_NB);
    }
    if (taken != 0 && errno != EWOULDBLOCK)
        return failure(ErrorCode::Io, "cannot lock " + file + ": " + errnoText());
    return taken == 0;
}
} // namespace

LockFile::LockFile(std::string databaseFile)
    : m_databaseFile(std::move(databaseFile))
{
}

LockFile::~LockFile()
{
    release();
}

Result<> LockFile::tryTake()
{
    Result<> taken = takeBoth();
    if (!taken)
        release();
    return taken;
}

Result<> LockFile::takeBoth()
{
    const std::string file = m_databaseFile + ".lock";
    m_descriptor = Descriptor(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!m_descriptor.isOpen())
        return failure(ErrorCode::Io, "cannot open the lock file " + file + ": " + errnoText());
    FAIRLEAD_TRY(const bool isOurs, tryLock(m_descriptor.get(), file));
    if (!isOurs)
        return failure(ErrorCode::Locked,
            "the database file " + m_databaseFile + " is in use by process " + holderOf(m_descriptor.get())
                + " (lock file " + file + "). Stop that engine, or connect to it");
    FAIRLEAD_CHECK(lockDatabase());
    const std::string holder = std::to_string(getpid()) + "\n";
    if (ftruncate(m_descriptor.get(), 0) != 0 || pwrite(m_descriptor.get(), holder.data(), holder.size(), 0) < 0)
        return failure(ErrorCode::Io, "cannot write the lock file " + file + ": " + errnoText());
    return {};
}

Result<> LockFile::lockDatabase()
{
    if (m_databaseDescriptor.isOpen())
        return {};
    m_databaseDescriptor = Descriptor(::open(m_databaseFile.c_str(), O_RDONLY | O_CLOEXEC));
    if (!m_databaseDescriptor.isOpen())
        return errno == ENOENT ? Result<>()
                               : failure(ErrorCode::Io, "cannot open " + m_databaseFile + ": " + errnoText());
    FAIRLEAD_TRY(const bool isOurs, tryLock(m_databaseDescriptor.get(), m_databaseFile));
    if (!isOurs)
        return failure(ErrorCode::Locked,
            "the database file " + m_databaseFile
                + " is in use by a process that is not known, because its lock file was removed. Stop that engine, or "
                  "connect to it");
    return {};
}

Result<> LockFile::keep()
{
    if (!m_descriptor.isOpen())
        return failure(ErrorCode::Unavailable, "this engine does not hold the lock of " + m_databaseFile);
    return {};
}

void LockFile::release()
{
    // The file stays: removing it would let two engines lock two files of one name.
    m_databaseDescriptor.reset();
    m_descriptor.reset();
}

} // namespace fairlead

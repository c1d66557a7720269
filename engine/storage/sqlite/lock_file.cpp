// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/lock_file.h"

#include "engine/domain/errno_text.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <sys/file.h>
#include <unistd.h>
#include <utility>

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
} // namespace

Result<LockFile> LockFile::take(const std::string &databaseFile)
{
    const std::string file = databaseFile + ".lock";
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        return failure(ErrorCode::Io, "cannot open the lock file " + file + ": " + errnoText());
    LockFile lock(descriptor);
    // A child that was being started when its engine was killed holds the lock until it becomes its program: a moment.
    int taken = flock(descriptor, LOCK_EX | LOCK_NB);
    for (int again = 0; taken != 0 && errno == EWOULDBLOCK && again < 50; ++again) {
        poll(nullptr, 0, 10);
        taken = flock(descriptor, LOCK_EX | LOCK_NB);
    }
    if (taken != 0) {
        if (errno != EWOULDBLOCK)
            return failure(ErrorCode::Io, "cannot lock " + file + ": " + errnoText());
        return failure(ErrorCode::Locked,
            "the database file " + databaseFile + " is in use by process " + holderOf(descriptor) + " (lock file "
                + file + "). Stop that engine, or connect to it");
    }
    const std::string holder = std::to_string(getpid()) + "\n";
    if (ftruncate(descriptor, 0) != 0 || pwrite(descriptor, holder.data(), holder.size(), 0) < 0)
        return failure(ErrorCode::Io, "cannot write the lock file " + file + ": " + errnoText());
    return lock;
}

LockFile::LockFile(LockFile &&other) noexcept
    : m_descriptor(std::exchange(other.m_descriptor, -1))
{
}

LockFile::~LockFile()
{
    // The file stays: removing it would let two engines lock two files of one name.
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

} // namespace fairlead

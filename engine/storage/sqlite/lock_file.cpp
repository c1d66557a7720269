// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/lock_file.h"

#include "engine/domain/errno_text.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <optional>
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
    const std::string file = m_databaseFile + ".lock";
    m_descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (m_descriptor < 0)
        return failure(ErrorCode::Io, "cannot open the lock file " + file + ": " + errnoText());
    // A child process that is between fork and exec inherits the lock. When its engine is killed then, it holds the
    // lock for a moment.
    int taken = flock(m_descriptor, LOCK_EX | LOCK_NB);
    for (int again = 0; taken != 0 && errno == EWOULDBLOCK && again < 50; ++again) {
        poll(nullptr, 0, 10);
        taken = flock(m_descriptor, LOCK_EX | LOCK_NB);
    }
    std::optional<Error> refusal;
    const std::string holder = std::to_string(getpid()) + "\n";
    if (taken != 0 && errno != EWOULDBLOCK)
        refusal = Error {ErrorCode::Io, "cannot lock " + file + ": " + errnoText()};
    else if (taken != 0)
        refusal = Error {ErrorCode::Locked,
            "the database file " + m_databaseFile + " is in use by process " + holderOf(m_descriptor) + " (lock file "
                + file + "). Stop that engine, or connect to it"};
    else if (ftruncate(m_descriptor, 0) != 0 || pwrite(m_descriptor, holder.data(), holder.size(), 0) < 0)
        refusal = Error {ErrorCode::Io, "cannot write the lock file " + file + ": " + errnoText()};
    if (!refusal)
        return {};
    release();
    return failure(std::move(*refusal));
}

Result<> LockFile::keep()
{
    if (m_descriptor < 0)
        return failure(ErrorCode::Unavailable, "this engine does not hold the lock of " + m_databaseFile);
    return {};
}

void LockFile::release()
{
    // The file stays: removing it would let two engines lock two files of one name.
    if (m_descriptor >= 0)
        ::close(std::exchange(m_descriptor, -1));
}

} // namespace fairlead

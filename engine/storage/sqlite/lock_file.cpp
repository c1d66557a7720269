// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/lock_file.h"

#include "engine/domain/errno_text.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <poll.h>
#include <string_view>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fairlead {

namespace {
std::string lockFileOf(const std::string &databaseFile)
{
    return databaseFile + ".lock";
}

/// The lock file has the number of the holder's process, and on the next line the mark, or nothing.
struct Content
{
    std::string holder;
    std::string mark;
};
Content contentOf(int descriptor)
{
    std::array<char, 64> bytes {};
    const ssize_t size = pread(descriptor, bytes.data(), bytes.size(), 0);
    const std::string_view text(bytes.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
    const std::size_t first = text.find('\n');
    if (first == std::string_view::npos)
        return {std::string(text), {}};
    const std::string_view rest = text.substr(first + 1);
    return {std::string(text.substr(0, first)), std::string(rest.substr(0, rest.find('\n')))};
}
std::string holderOf(int descriptor)
{
    const std::string holder = contentOf(descriptor).holder;
    return holder.empty() ? "unknown" : holder;
}

/// Names the database by its inode: a file that took its place since has a log of its own.
std::string markOf(const std::string &databaseFile)
{
    struct stat status = {};
    return ::stat(databaseFile.c_str(), &status) == 0 ? "log of " + std::to_string(status.st_ino) : std::string();
}
Result<> writeContent(int descriptor, const Content &content, const std::string &file)
{
    std::string text = content.holder + "\n";
    if (!content.mark.empty())
        text.append(content.mark).append("\n");
    if (pwrite(descriptor, text.data(), text.size(), 0) != static_cast<ssize_t>(text.size())
        || ftruncate(descriptor, static_cast<off_t>(text.size())) != 0)
        return failure(ErrorCode::Io, "cannot write the lock file " + file + ": " + errnoText());
    return {};
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
    const std::string file = lockFileOf(m_databaseFile);
    m_descriptor = Descriptor(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
    if (!m_descriptor.isOpen())
        return failure(ErrorCode::Io, "cannot open the lock file " + file + ": " + errnoText());
    FAIRLEAD_TRY(const bool isOurs, tryLock(m_descriptor.get(), file));
    if (!isOurs)
        return failure(ErrorCode::Locked,
            "the database file " + m_databaseFile + " is in use by process " + holderOf(m_descriptor.get())
                + " (lock file " + file + "). Stop that engine, or connect to it");
    FAIRLEAD_CHECK(lockDatabase());
    // The mark of the holder before stays until this one has opened the log.
    return writeContent(m_descriptor.get(), {std::to_string(getpid()), contentOf(m_descriptor.get()).mark}, file);
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

void LockFile::noteLog(bool isInUse)
{
    const Content content {std::to_string(getpid()), isInUse ? markOf(m_databaseFile) : std::string()};
    static_cast<void>(writeContent(m_descriptor.get(), content, lockFileOf(m_databaseFile)));
    if (!isInUse)
        static_cast<void>(
            fdatasync(m_descriptor.get())); // before the log goes: a power cut must not bring the mark back
}

bool isLogLeft(const std::string &databaseFile)
{
    const Descriptor opened(::open(lockFileOf(databaseFile).c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    const std::string mark = markOf(databaseFile);
    return opened.isOpen() && !mark.empty() && contentOf(opened.get()).mark == mark;
}

} // namespace fairlead

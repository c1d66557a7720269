// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/reserved_space.h"

#include <algorithm>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace fairlead {

namespace {
std::int64_t sizeOf(const std::string &file)
{
    struct stat status = {};
    return ::stat(file.c_str(), &status) == 0 ? static_cast<std::int64_t>(status.st_size) : 0;
}
} // namespace

std::optional<std::int64_t> freeBytesBeside(const std::string &file)
{
    struct statvfs disk = {};
    if (statvfs(file.c_str(), &disk) != 0)
        return std::nullopt;
    return static_cast<std::int64_t>(disk.f_bavail) * static_cast<std::int64_t>(disk.f_frsize);
}

ReservedSpace::ReservedSpace(const std::string &databaseFile, std::int64_t bytes, std::int64_t freeBytesMin)
    : m_file(databaseFile + ".ballast")
    , m_bytes(bytes)
    , m_freeBytesMin(freeBytesMin)
{
}

void ReservedSpace::take() const
{
    if (missing() == 0)
        return;
    const int descriptor = ::open(m_file.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (descriptor < 0)
        return;
    const auto free = freeBytesBeside(m_file);
    if (free && *free >= m_freeBytesMin + missing() && ::fallocate(descriptor, 0, 0, m_bytes) != 0)
        ::unlink(m_file.c_str()); // a part of the space is of no use
    ::close(descriptor);
}

std::int64_t ReservedSpace::missing() const
{
    return m_bytes == 0 ? 0 : std::max<std::int64_t>(0, m_bytes - sizeOf(m_file));
}

bool ReservedSpace::release() const
{
    const auto free = freeBytesBeside(m_file);
    if (!free || *free >= m_bytes || sizeOf(m_file) == 0)
        return false;
    const int descriptor = ::open(m_file.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
    if (descriptor < 0)
        return false;
    // A file system with a journal gives the space to others only after a sync.
    const bool isReleased = ::ftruncate(descriptor, 0) == 0 && ::fsync(descriptor) == 0;
    ::close(descriptor);
    return isReleased;
}

} // namespace fairlead

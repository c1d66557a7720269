// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/small_file.h"

#include "engine/domain/errno_text.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fairlead {

namespace {
Error unreadable()
{
    return {ErrorCode::Io, "cannot be read: " + errnoText()};
}

Error notPlain()
{
    return {ErrorCode::Io, "is no plain file"};
}

Error notPrivate()
{
    return {ErrorCode::Denied, "others than its owner may read or write it; chmod 600"};
}

bool isOwnersAlone(const struct stat &status)
{
    return (status.st_mode & 077) == 0;
}

constexpr int writerWaitMs = 2'000; ///< for the first writer of a pipe
constexpr int silentWaitsMax = 15; ///< so many such waits in turn for a writer that is there

/// Collects blocks up to the end, or to one byte too many.
template <typename ReadSome>
Result<std::string> collect(std::size_t bytesMax, const ReadSome &readSome)
{
    std::string text;
    std::array<char, 16 * 1024> block {};
    for (std::size_t size = 1; size > 0 && text.size() <= bytesMax;) {
        FAIRLEAD_TRY(size, readSome(block.data(), block.size()));
        text.append(block.data(), size);
    }
    if (text.size() > bytesMax)
        return failure(ErrorCode::TooLarge, "is larger than " + std::to_string(bytesMax) + " bytes");
    return text;
}
} // namespace

Result<std::string> readToEnd(int descriptor, std::size_t bytesMax)
{
    return collect(bytesMax, [descriptor](char *to, std::size_t bytes) -> Result<std::size_t> {
        const ssize_t size = read(descriptor, to, bytes);
        return size < 0 ? Result<std::size_t>(failure(unreadable())) : static_cast<std::size_t>(size);
    });
}

Result<Descriptor> openPlain(const std::string &path, Readers readers)
{
    // The open call must not block, whatever kind of file it is.
    Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
    struct stat status = {};
    if (!file.isOpen() || fstat(file.get(), &status) != 0)
        return failure(unreadable());
    if (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode))
        return failure(notPlain());
    if (readers == Readers::OwnerAlone && !isOwnersAlone(status))
        return failure(notPrivate());
    return file;
}

Result<std::size_t> readPlain(const Descriptor &file, char *to, std::size_t bytes)
{
    for (int waits = 0; waits < silentWaitsMax; ++waits) {
        pollfd waiting {.fd = file.get(), .events = POLLIN, .revents = 0};
        const bool isOver = poll(&waiting, 1, writerWaitMs) == 0;
        const ssize_t size = read(file.get(), to, bytes);
        if (size == 0 && isOver) // the end of a pipe is an event
            return failure(ErrorCode::Io, "is a pipe to which nobody writes");
        if (size >= 0)
            return static_cast<std::size_t>(size);
        if (errno != EAGAIN && errno != EINTR)
            return failure(unreadable());
    }
    return failure(ErrorCode::Io,
        "is a pipe whose writer was silent for " + std::to_string(silentWaitsMax * writerWaitMs / 1'000) + " seconds");
}

Result<std::string> readSmallFile(const std::string &path, std::size_t bytesMax, Readers readers)
{
    FAIRLEAD_TRY(const Descriptor file, openPlain(path, readers));
    return collect(bytesMax, [&file](char *to, std::size_t bytes) { return readPlain(file, to, bytes); });
}

std::error_code makeOwnFolder(const std::string &path)
{
    std::error_code trouble;
    const bool isNew = std::filesystem::create_directories(path, trouble);
    if (!trouble && isNew)
        std::filesystem::permissions(path, std::filesystem::perms::owner_all, trouble);
    return trouble;
}

Result<uid_t> ownerOfPrivateFile(int descriptor)
{
    struct stat status = {};
    if (fstat(descriptor, &status) != 0)
        return failure(unreadable());
    if (!S_ISREG(status.st_mode))
        return failure(notPlain());
    if (!isOwnersAlone(status))
        return failure(notPrivate());
    return status.st_uid;
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/small_file.h"

#include "engine/domain/errno_text.h"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
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

Result<std::string> readOpen(int descriptor, std::size_t bytesMax, Readers readers)
{
    struct stat status = {};
    if (fstat(descriptor, &status) != 0)
        return failure(unreadable());
    if (!S_ISREG(status.st_mode) && !S_ISFIFO(status.st_mode))
        return failure(notPlain());
    if (readers == Readers::OwnerAlone && !isOwnersAlone(status))
        return failure(notPrivate());
    fcntl(descriptor, F_SETFL, 0); // from here on reads wait for a pipe's writer
    return readToEnd(descriptor, bytesMax);
}
} // namespace

Result<std::string> readToEnd(int descriptor, std::size_t bytesMax)
{
    std::string text;
    std::array<char, 16 * 1024> block {};
    for (ssize_t size = 1; size > 0 && text.size() <= bytesMax;) {
        size = read(descriptor, block.data(), block.size());
        if (size < 0)
            return failure(unreadable());
        text.append(block.data(), static_cast<std::size_t>(size));
    }
    if (text.size() > bytesMax)
        return failure(ErrorCode::TooLarge, "is larger than " + std::to_string(bytesMax) + " bytes");
    return text;
}

Result<std::string> readSmallFile(const std::string &path, std::size_t bytesMax, Readers readers)
{
    // The open call must not block, whatever kind of file it is.
    const int descriptor = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (descriptor < 0)
        return failure(unreadable());
    Result<std::string> text = readOpen(descriptor, bytesMax, readers);
    close(descriptor);
    return text;
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

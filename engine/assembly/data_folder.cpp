// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/data_folder.h"

#include "engine/domain/errno_text.h"
#include "engine/domain/small_file.h"
#include "engine/storage/sqlite/reserved_space.h"

#include <array>
#include <cstdio>
#include <filesystem>
#include <optional>
#include <sys/stat.h>

namespace fairlead {

namespace {
std::string octal(mode_t mode)
{
    std::array<char, 8> text {};
    static_cast<void>(std::snprintf(text.data(), text.size(), "%04o", static_cast<unsigned>(mode & 07777)));
    return text.data();
}

/// Takes the right to write from the group and from all others; the line to log, or none when nobody had it.
Result<std::optional<std::string>> closeToOthers(const std::string &path)
{
    struct stat status = {};
    if (::stat(path.c_str(), &status) != 0 || (status.st_mode & 022) == 0)
        return std::optional<std::string> {};
    const std::string was = path + " could be written by others than its owner (mode " + octal(status.st_mode) + ")";
    if (::chmod(path.c_str(), status.st_mode & 07755) == 0)
        return std::optional(was + "; the engine took that right away. Check its content if you do not trust them");
    const std::string why = errnoText();
    if ((status.st_mode & 02) != 0)
        return failure(ErrorCode::Denied,
            was + ", and that cannot be changed: " + why + ". Run: chmod go-w " + path
                + ", or give the engine another");
    return std::optional(was + "; only its owner can change that: chmod g-w " + path);
}
} // namespace

Result<std::vector<std::string>> makeDataFolder(const std::string &folder, const std::string &databaseFile)
{
    if (const std::error_code trouble = makeOwnFolder(folder))
        return failure(ErrorCode::Io, "cannot make the data folder " + folder + ": " + trouble.message());
    std::vector<std::string> lines;
    std::vector<std::string> paths {folder};
    for (const char *end : {"", "-wal", "-shm", ".lock", ".ballast"})
        paths.push_back(databaseFile + end);
    for (const std::string &path : paths) {
        FAIRLEAD_TRY(std::optional<std::string> line, closeToOthers(path));
        if (line)
            lines.push_back(std::move(*line));
    }
    return lines;
}

Result<> checkConfigMode(const std::string &file)
{
    struct stat status = {};
    if (::stat(file.c_str(), &status) != 0 || !S_ISREG(status.st_mode) || (status.st_mode & 02) == 0)
        return {};
    return failure(ErrorCode::Configuration,
        file + ": every user of this machine may write it (mode " + octal(status.st_mode)
            + "), and it names the programs that jobs run; run: chmod o-w " + file);
}

Error startError(Error error, const std::string &databaseFile)
{
    // The first commits of a life, and the index of the log.
    constexpr std::int64_t firstBytes = 1024 * 1024;
    const auto free = freeBytesBeside(std::filesystem::path(databaseFile).parent_path().string());
    const auto bytesOf = [&databaseFile](const char *end) {
        std::error_code none;
        const auto size = std::filesystem::file_size(databaseFile + end, none);
        return none ? std::int64_t {0} : static_cast<std::int64_t>(size);
    };
    const std::int64_t log = bytesOf("-wal");
    // SQLite tells an index of the log that finds no room as a failure of the disk.
    const bool isFull =
        error.code == ErrorCode::DiskFull || (error.code == ErrorCode::Io && free && *free < firstBytes);
    if (!isFull || !free)
        return error;
    const std::int64_t ballast = bytesOf(".ballast");
    std::string text = "the disk of " + databaseFile + " is full: " + std::to_string(*free)
        + " bytes are free, and a start needs about " + std::to_string(firstBytes + log) + " (1 MiB, and the "
        + std::to_string(log) + " bytes of " + databaseFile
        + "-wal, which may have to be copied into the database). No accepted job is lost. Free so much on this disk";
    if (ballast > 0)
        text.append(", or remove ")
            .append(databaseFile)
            .append(".ballast, which holds ")
            .append(std::to_string(ballast))
            .append(" bytes for this and is made again when there is room");
    return {
        ErrorCode::DiskFull, text + "; then start again. Leave the other files alone. The store said: " + error.text};
}

} // namespace fairlead

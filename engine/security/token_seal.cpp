// SPDX-License-Identifier: Apache-2.0
#include "engine/security/token_seal.h"

#include "engine/domain/errno_text.h"
#include "engine/domain/small_file.h"
#include "engine/security/token.h"

#include <cerrno>
#include <charconv>
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace fairlead {

namespace {
constexpr std::size_t sealBytesMax = 256;
constexpr std::size_t hashDigits = 64;

bool isThereAt(const std::string &file)
{
    struct stat status = {};
    return ::lstat(file.c_str(), &status) == 0;
}

Result<> writeWhole(const std::string &file, const std::string &text)
{
    const int opened = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (opened < 0)
        return failure(ErrorCode::Io, file + ": " + errnoText());
    const bool isWritten =
        write(opened, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && fsync(opened) == 0;
    const std::string what = errnoText();
    close(opened);
    if (!isWritten)
        return failure(ErrorCode::Io, file + ": " + what);
    return {};
}
} // namespace

void syncFolderOf(const std::string &file)
{
    const std::string folder = file.substr(0, file.rfind('/') + 1) + ".";
    const int opened = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (opened < 0)
        return;
    fsync(opened);
    close(opened);
}

Result<> replacePrivateFile(const std::string &file, const std::string &text)
{
    const std::string fresh = file + ".new";
    FAIRLEAD_CHECK(writeWhole(fresh, text));
    if (std::rename(fresh.c_str(), file.c_str()) != 0)
        return failure(ErrorCode::Io, file + ": " + errnoText());
    syncFolderOf(file);
    return {};
}

TokenSeal::TokenSeal(const std::string &tokensFile)
    : m_tokensFile(tokensFile)
    , m_file(tokensFile.empty() ? std::string {} : tokensFile + ".seal")
{
}

Result<> TokenSeal::load()
{
    if (m_file.empty() || !isThereAt(m_file))
        return {};
    const Result<std::string> text = readSmallFile(m_file, sealBytesMax, Readers::OwnerAlone);
    if (!text)
        return failure(text.error().code, m_file + ": " + text.error().text);
    std::size_t bytes = 0;
    const char *const end = text->data() + text->size();
    const auto [behind, fault] = std::from_chars(text->data(), end, bytes);
    const std::string hash = fault == std::errc {} && behind != end ? std::string(behind + 1, end) : std::string {};
    if (hash.size() != hashDigits + 1 || hash.back() != '\n')
        return failure(ErrorCode::Configuration,
            m_file + " is damaged, so nobody can tell whether " + m_tokensFile
                + " is whole. Put it back from a backup; or remove it, to take the tokens as they stand");
    m_bytes = bytes;
    m_hash = hash.substr(0, hashDigits);
    return {};
}

bool TokenSeal::holds(const std::string &text) const
{
    return !m_bytes || (text.size() >= *m_bytes && tokenHash(text.substr(0, *m_bytes)) == m_hash);
}

Result<> TokenSeal::set(const std::string &text)
{
    if (m_file.empty())
        return {};
    const std::string hash = tokenHash(text);
    FAIRLEAD_CHECK(replacePrivateFile(m_file, std::to_string(text.size()) + " " + hash + "\n"));
    m_bytes = text.size();
    m_hash = hash;
    return {};
}

Error TokenSeal::refusal(const std::string &found) const
{
    return {ErrorCode::Configuration,
        m_tokensFile + " " + found + ": its tokens are lost, and without tokens everybody would have all rights. Put "
            + "it back from a backup. To take it as it stands, remove " + m_file
            + "; to begin again without tokens, remove both"};
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/security/error_id_key.h"

#include "engine/domain/small_file.h"
#include "engine/security/token.h"
#include "engine/security/token_seal.h"

#include <charconv>
#include <filesystem>

namespace fairlead {

namespace {
constexpr std::size_t wordDigits = 16;

/// The key in two words of hexadecimal digits, and a newline.
bool readKey(const std::string &text, HashKey &key)
{
    constexpr int base = 16;
    if (text.size() != 2 * wordDigits + 1 || text.back() != '\n')
        return false;
    for (std::size_t i = 0; i < key.size(); ++i) {
        const char *const begin = text.data() + i * wordDigits;
        const auto [behind, fault] = std::from_chars(begin, begin + wordDigits, key[i], base);
        if (fault != std::errc {} || behind != begin + wordDigits)
            return false;
    }
    return true;
}
} // namespace

Result<HashKey> openErrorIdKey(const std::string &file)
{
    std::error_code fault;
    const bool isNew =
        file.empty() || std::filesystem::symlink_status(file, fault).type() == std::filesystem::file_type::not_found;
    std::string text = makeTokenId() + makeTokenId() + "\n";
    if (isNew && !file.empty()) {
        FAIRLEAD_CHECK(replacePrivateFile(file, text));
    }
    if (!isNew) {
        Result<std::string> kept = readSmallFile(file, 2 * wordDigits + 1, Readers::OwnerAlone);
        if (!kept)
            return failure(kept.error().code, file + ": " + kept.error().text);
        text = std::move(*kept);
    }
    HashKey key {};
    if (!readKey(text, key))
        return failure(ErrorCode::Configuration,
            file + " is damaged. Put it back from a backup; or remove it: then errors get other ids");
    return key;
}

} // namespace fairlead

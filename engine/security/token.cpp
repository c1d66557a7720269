// SPDX-License-Identifier: Apache-2.0
#include "engine/security/token.h"

#include <array>
#include <sodium.h>

namespace fairlead {

namespace {
constexpr std::string_view prefix = "fl_";
constexpr std::size_t secretBytes = 32;
constexpr std::size_t idBytes = 8;
constexpr std::size_t checksumDigits = 8;

std::string hexOf(const unsigned char *bytes, std::size_t size)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < size; ++i) {
        text += digits[bytes[i] >> 4];
        text += digits[bytes[i] & 15];
    }
    return text;
}

template <std::size_t size>
std::string randomHex()
{
    std::array<unsigned char, size> bytes {};
    randombytes_buf(bytes.data(), bytes.size());
    return hexOf(bytes.data(), bytes.size());
}
} // namespace

std::string makeTokenSecret()
{
    const std::string text = std::string(prefix) + randomHex<secretBytes>();
    return text + tokenHash(text).substr(0, checksumDigits);
}

bool isTokenSecret(std::string_view text)
{
    const std::size_t size = prefix.size() + 2 * secretBytes;
    return text.size() == size + checksumDigits && text.substr(0, prefix.size()) == prefix
        && text.substr(size) == tokenHash(text.substr(0, size)).substr(0, checksumDigits);
}

std::string sha256Hex(std::string_view bytes)
{
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash {};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char *>(bytes.data()), bytes.size());
    return hexOf(hash.data(), hash.size());
}

std::string tokenHash(std::string_view secret)
{
    return sha256Hex(secret);
}

std::string makeTokenId()
{
    return randomHex<idBytes>();
}

} // namespace fairlead

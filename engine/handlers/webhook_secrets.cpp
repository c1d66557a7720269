// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/webhook_secrets.h"

#include "engine/domain/small_file.h"

#include <array>
#include <cstring>
#include <optional>
#include <sodium.h>
#include <sstream>

namespace fairlead {

namespace {
constexpr std::string_view prefix = "whsec_";
constexpr std::size_t keyBytesMin = 24;
constexpr std::size_t keyBytesMax = 64;
constexpr std::size_t fileBytesMax = 64 * 1024;

std::optional<std::string> keyOf(std::string_view line)
{
    if (line.substr(0, prefix.size()) != prefix)
        return std::nullopt;
    line.remove_prefix(prefix.size());
    std::string key(keyBytesMax, '\0');
    std::size_t size = 0;
    const int error = sodium_base642bin(reinterpret_cast<unsigned char *>(key.data()), key.size(), line.data(),
        line.size(), nullptr, &size, nullptr, sodium_base64_VARIANT_ORIGINAL);
    if (error != 0 || size < keyBytesMin)
        return std::nullopt;
    key.resize(size);
    return key;
}

/// The HMAC-SHA256 in base64.
std::string code(const std::string &key, const std::string &message)
{
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, reinterpret_cast<const unsigned char *>(key.data()), key.size());
    crypto_auth_hmacsha256_update(&state, reinterpret_cast<const unsigned char *>(message.data()), message.size());
    std::array<unsigned char, crypto_auth_hmacsha256_BYTES> hash {};
    crypto_auth_hmacsha256_final(&state, hash.data());
    std::array<char, sodium_base64_ENCODED_LEN(crypto_auth_hmacsha256_BYTES, sodium_base64_VARIANT_ORIGINAL)> text {};
    sodium_bin2base64(text.data(), text.size(), hash.data(), hash.size(), sodium_base64_VARIANT_ORIGINAL);
    return text.data();
}
} // namespace

Result<WebhookSecrets> WebhookSecrets::parse(const std::string &text)
{
    std::vector<std::string> keys;
    std::istringstream lines(text);
    std::string line;
    for (int number = 1; std::getline(lines, line); ++number) {
        while (!line.empty() && std::strchr(" \t\r", line.back()))
            line.pop_back();
        if (line.empty() || line.front() == '#')
            continue;
        std::optional<std::string> key = keyOf(line);
        if (!key || keys.size() == countMax) {
            return failure(ErrorCode::Invalid,
                "line " + std::to_string(number) + ": "
                    + (key ? "more than 8 secrets" : "expected whsec_ and the base64 of 24 to 64 bytes"));
        }
        keys.push_back(std::move(*key));
    }
    if (keys.empty())
        return failure(ErrorCode::Invalid, "no secret; expected one a line, whsec_ and the base64 of 24 to 64 bytes");
    return WebhookSecrets(std::move(keys));
}

Result<WebhookSecrets> WebhookSecrets::load(const std::string &path)
{
    const auto fault = [&](const std::string &what) { return failure(ErrorCode::Configuration, path + ": " + what); };
    const Result<std::string> text = readSmallFile(path, fileBytesMax, Readers::OwnerAlone);
    if (!text)
        return fault(text.error().text);
    Result<WebhookSecrets> secrets = parse(*text);
    if (!secrets)
        return fault(secrets.error().text);
    return secrets;
}

std::string WebhookSecrets::signature(const std::string &id, std::int64_t seconds, const std::string &body) const
{
    const std::string message = id + "." + std::to_string(seconds) + "." + body;
    std::string all;
    for (const std::string &key : m_keys)
        all += (all.empty() ? "v1," : " v1,") + code(key, message);
    return all;
}

} // namespace fairlead

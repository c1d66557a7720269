// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace fairlead {

/// Signs requests as in Standard Webhooks (https://www.standardwebhooks.com), in the symmetric form `v1`. Each secret
/// gives a signature of its own, so that a secret can be replaced while receivers still know the old one. Threads:
/// immutable.
class WebhookSecrets
{
public:
    static constexpr std::size_t countMax = 8;
    /// Reads one secret from each line: `whsec_` and the base64 of 24 to 64 bytes. Blank lines and lines that begin
    /// with # are ignored. Fails with Invalid, naming the line and never the secret.
    static Result<WebhookSecrets> parse(const std::string &text);
    /// Reads the secrets from a file. Fails with Configuration, also when others than its owner may read it.
    static Result<WebhookSecrets> load(const std::string &path);

    /// `v1,BASE64` for each secret, separated by spaces. `seconds` is the time of sending since 1970.
    /// REQUIRES: no '.' in `id`.
    std::string signature(const std::string &id, std::int64_t seconds, const std::string &body) const;

private:
    explicit WebhookSecrets(std::vector<std::string> keys)
        : m_keys(std::move(keys))
    {
    }
    std::vector<std::string> m_keys; ///< raw bytes
};

} // namespace fairlead

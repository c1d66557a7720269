// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"

#include <cstdint>
#include <string>
#include <vector>

namespace fairlead {

/// Signs requests after Standard Webhooks (https://www.standardwebhooks.com), symmetric form `v1`. Several secrets give
/// several signatures, so that one can be exchanged while receivers still know the other. Threads: immutable.
class WebhookSecrets
{
public:
    static constexpr std::size_t countMax = 8;
    /// One secret a line, `whsec_` and the base64 of 24 to 64 bytes; blank lines and those that begin with # do not
    /// count. Fails with Invalid, naming the line and never the secret.
    static Result<WebhookSecrets> parse(const std::string &text);
    /// The same of a file. Fails with Configuration, also when others than its owner may read it.
    static Result<WebhookSecrets> load(const std::string &path);

    /// `v1,BASE64` of each secret, parted by spaces. `seconds` is the time of sending since 1970.
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

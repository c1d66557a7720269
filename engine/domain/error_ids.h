// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/ids.h"
#include "engine/domain/sip_hash.h"

#include <optional>
#include <string>
#include <string_view>

namespace fairlead {

/// The names of errors for readers who may not read the errors' texts. A fingerprint follows from its text alone, so
/// who guesses the text can compare. An error id is the fingerprint and its queue, enciphered with a secret of the
/// engine: equal failures of a queue share it, nobody can make one from a guess, and ids of two queues tell nothing of
/// each other. The cipher is a Feistel network of four rounds of SipHash (M. Luby, C. Rackoff, 1988). Threads: any.
/// Immutable.
class ErrorIds
{
public:
    /// The length of an id, in hexadecimal digits.
    static constexpr std::size_t digits = 32;

    explicit ErrorIds(const HashKey &key)
        : m_key(key)
    {
    }
    /// The id of a fingerprint in a queue, or in any queue (null). No fingerprint has no id. A text that is no
    /// fingerprint is "***".
    std::string idOf(const std::string &fingerprint, const QueueName *queue) const;
    struct Named
    {
        std::string fingerprint;
        std::uint64_t queue = 0; ///< as `markOf` it
    };
    /// The opposite. A text that is no id of this engine gives nothing, or a mark that no queue has.
    std::optional<Named> read(std::string_view id) const;
    /// The mark of a queue, or of any queue (null).
    std::uint64_t markOf(const QueueName *queue) const;

private:
    std::uint64_t round(int number, std::uint64_t half) const;

    const HashKey m_key;
};

} // namespace fairlead

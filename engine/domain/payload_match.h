// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace fairlead {

/// A search in payloads: a value, and its place in a payload of JSON. As a text `order.id=2597`: the names of members,
/// or the numbers of elements from 0, parted by dots, then the value.
struct PayloadMatch
{
    static constexpr std::size_t depthMax = 16;
    static constexpr std::size_t bytesMax = 512;
    std::vector<std::string> path;
    std::string value; ///< a text as it is; a number, true, false and null as in JSON

    /// Fails with Invalid or TooLarge.
    static Result<PayloadMatch> parse(std::string_view text);
};

/// Tells whether a payload is one that is searched for. Stores read no JSON, so the engine makes it. Threads: any.
class PayloadTest
{
public:
    virtual ~PayloadTest() = default;
    virtual bool passes(const std::string &payload) const = 0;
};

} // namespace fairlead

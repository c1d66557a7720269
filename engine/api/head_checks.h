// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace fairlead {

/// The head of a request as it came.
struct RequestHead
{
    std::string target; ///< path and query, not decoded
    std::vector<std::pair<std::string, std::string>> headers;

    /// Values of a header, in order; the name in any case.
    std::vector<std::string> all(std::string_view name) const;
    std::string first(std::string_view name) const;
    /// The token of the one header Authorization; empty when there is none, or more.
    std::string bearer() const;
};

/// Rules for the head of a request, checked before anything else.
struct HeadRules
{
    std::string address; ///< where the server listens: may be named with its port
    int port = 0;
    std::string scheme = "http"; ///< of origins: http or https
    std::vector<std::string> hosts; ///< further names, with the port or without
    std::size_t targetBytesMax = 4 * 1024;
    std::size_t headerBytesMax = 8 * 1024; ///< one header
    std::size_t headersBytesMax = 32 * 1024;
    std::size_t headerCountMax = 100;
    std::size_t bodyBytesMax = 64 * 1024 * 1024;
};

/// A request that is not served.
struct Refusal
{
    int status = 400;
    Error error;
};

/// Sizes and counts (413, 414, 431), what could smuggle a second request in (400), the Host allow-list (421) against
/// DNS rebinding, and the browser's word on where a request comes from (403) against forged ones. Pure.
std::optional<Refusal> checkHead(const RequestHead &head, const HeadRules &rules);

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"

#include <cstdint>
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

    /// All values of a header, in order. The case of the name does not matter.
    std::vector<std::string> all(std::string_view name) const;
    std::string first(std::string_view name) const;
    /// The token of the header Authorization. Empty when there is no such header, or more than one.
    std::string bearer() const;
    /// Bytes of the body that is to come, by Content-Length; 0 when that is not a number.
    std::uint64_t announcedBytes() const;
    /// Whether a body is to come.
    bool announcesBody() const { return announcedBytes() > 0 || !all("transfer-encoding").empty(); }
};

/// Rules for the head of a request, checked before anything else.
struct HeadRules
{
    std::string address; ///< the address the server listens on; requests may name it with its port
    int port = 0;
    std::string scheme = "http"; ///< of origins: http or https
    std::vector<std::string> hosts; ///< further allowed names, with or without a port
    std::size_t targetBytesMax = 4 * 1024;
    std::size_t headerBytesMax = 8 * 1024; ///< one header
    std::size_t headersBytesMax = 32 * 1024;
    std::size_t headerCountMax = 100;
    std::size_t bodyBytesMax = 64 * 1024 * 1024;
};

/// The reason not to serve a request.
struct Refusal
{
    int status = 400;
    Error error;
};

/// Checks sizes and counts (413, 414, 431), parts that could smuggle in a second request (400), the Host allow-list
/// (421) against DNS rebinding, and the browser's statement of the origin (403) against forged requests. Pure.
std::optional<Refusal> checkHead(const RequestHead &head, const HeadRules &rules);

} // namespace fairlead

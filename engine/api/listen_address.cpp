// SPDX-License-Identifier: Apache-2.0
#include "engine/api/listen_address.h"

#include <algorithm>
#include <arpa/inet.h>
#include <charconv>
#include <netinet/in.h>

namespace fairlead {

Result<ListenAddress> parseListenAddress(const std::string &listen)
{
    ListenAddress address;
    const std::size_t colon = listen.rfind(':');
    const char *end = listen.data() + listen.size();
    const auto [stop, error] = std::from_chars(listen.data() + std::min(colon + 1, listen.size()), end, address.port);
    if (colon == std::string::npos || error != std::errc {} || stop != end || address.port < 0 || address.port > 65535)
        return failure(ErrorCode::Configuration,
            "http.listen: expected ADDRESS:PORT such as 127.0.0.1:8420, not '" + listen + "'");
    address.host = listen.substr(0, colon);
    auto *v4 = reinterpret_cast<sockaddr_in *>(&address.storage);
    auto *v6 = reinterpret_cast<sockaddr_in6 *>(&address.storage);
    const bool isBracketed = address.host.size() > 2 && address.host.front() == '[' && address.host.back() == ']';
    const std::string bare = isBracketed ? address.host.substr(1, address.host.size() - 2) : address.host;
    if (inet_pton(AF_INET, bare.c_str(), &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(static_cast<std::uint16_t>(address.port));
        address.isLoopback = (ntohl(v4->sin_addr.s_addr) >> 24) == 127;
    } else if (inet_pton(AF_INET6, bare.c_str(), &v6->sin6_addr) == 1) {
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(static_cast<std::uint16_t>(address.port));
        address.isLoopback = IN6_IS_ADDR_LOOPBACK(&v6->sin6_addr) != 0;
        address.host = "[" + bare + "]";
    } else {
        return failure(ErrorCode::Configuration,
            "http.listen: expected an address in numbers, such as 127.0.0.1 or [::1], not '" + address.host + "'");
    }
    return address;
}

} // namespace fairlead

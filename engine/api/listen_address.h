// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"

#include <sys/socket.h>

namespace fairlead {

/// Where the server listens.
struct ListenAddress
{
    sockaddr_storage storage {};
    std::string host; ///< as written, such as "127.0.0.1" or "[::1]"
    int port = 0;
};

/// Reads ADDRESS:PORT. Fails with Configuration for anything but a loopback address.
Result<ListenAddress> parseListenAddress(const std::string &listen);

} // namespace fairlead

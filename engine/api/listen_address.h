// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"

#include <sys/socket.h>

namespace fairlead {

/// The address on which the server listens.
struct ListenAddress
{
    sockaddr_storage storage {};
    std::string host; ///< as written, for example "127.0.0.1" or "[::1]"
    int port = 0;
    bool isLoopback = false;
};

/// Reads ADDRESS:PORT with a numeric address. Fails with Configuration.
Result<ListenAddress> parseListenAddress(const std::string &listen);

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <arpa/inet.h>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <sys/socket.h>
#include <unistd.h>

namespace fairlead {

/// A port of 127.0.0.1 that the kernel gives to no other program while this exists: the socket is bound and does not
/// listen. A server that sets SO_REUSEADDR can still listen there. Until one does, connections are refused.
class HeldPort
{
public:
    HeldPort()
    {
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        auto *any = reinterpret_cast<sockaddr *>(&address);
        socklen_t size = sizeof address;
        const int yes = 1;
        if (m_socket < 0 || setsockopt(m_socket, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0
            || bind(m_socket, any, size) != 0 || getsockname(m_socket, any, &size) != 0) {
            std::perror("no port of 127.0.0.1 can be had");
            std::abort();
        }
        m_number = ntohs(address.sin_port);
    }
    ~HeldPort() { close(m_socket); }
    HeldPort(const HeldPort &) = delete;
    HeldPort &operator=(const HeldPort &) = delete;

    std::uint16_t number() const { return m_number; }

private:
    const int m_socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    std::uint16_t m_number = 0;
};

} // namespace fairlead

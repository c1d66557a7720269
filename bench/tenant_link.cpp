// SPDX-License-Identifier: Apache-2.0
#include "bench/tenant_link.h"

#include <arpa/inet.h>
#include <array>
#include <cstdlib>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>
#include <utility>

namespace fairlead::bench {

namespace {
sockaddr_in addressOf(const std::string &host, int port)
{
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    inet_pton(AF_INET, host.c_str(), &address.sin_addr);
    return address;
}
} // namespace

TenantLink::TenantLink(TenantLink &&other) noexcept
    : m_door(std::move(other.m_door))
    , m_socket(std::exchange(other.m_socket, -1))
{
}

void TenantLink::hangUp()
{
    if (m_socket >= 0)
        close(m_socket);
    m_socket = -1;
}

bool TenantLink::connectTo()
{
    m_socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in from = addressOf(m_door.from, 0);
    const sockaddr_in to = addressOf("127.0.0.1", m_door.port);
    if (m_socket < 0 || bind(m_socket, reinterpret_cast<const sockaddr *>(&from), sizeof from) != 0
        || connect(m_socket, reinterpret_cast<const sockaddr *>(&to), sizeof to) != 0) {
        hangUp();
        return false;
    }
    const int isOn = 1;
    const timeval limit {.tv_sec = 10, .tv_usec = 0};
    setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &isOn, sizeof isOn);
    setsockopt(m_socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    setsockopt(m_socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    return true;
}

bool TenantLink::send(const std::string &line, const std::string &body, const std::string &accept)
{
    if (m_socket < 0 && !connectTo())
        return false;
    std::string request =
        line + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(m_door.port) + "\r\nAccept: " + accept;
    if (!m_door.token.empty())
        request += "\r\nAuthorization: Bearer " + m_door.token;
    if (!body.empty())
        request += "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size());
    request += "\r\n\r\n" + body;
    for (std::size_t sent = 0; sent < request.size();) {
        const ssize_t size = ::send(m_socket, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
        if (size <= 0) {
            hangUp();
            return false;
        }
        sent += static_cast<std::size_t>(size);
    }
    return true;
}

DoorAnswer TenantLink::receive()
{
    std::string bytes;
    std::array<char, 64 * 1024> block {};
    std::size_t whole = 0; // size of head and body; 0: not known yet
    while (whole == 0 || bytes.size() < whole) {
        const ssize_t size = m_socket < 0 ? -1 : recv(m_socket, block.data(), block.size(), 0);
        if (size <= 0) {
            hangUp();
            return {};
        }
        bytes.append(block.data(), static_cast<std::size_t>(size));
        const std::size_t head = whole == 0 ? bytes.find("\r\n\r\n") : std::string::npos;
        if (head == std::string::npos)
            continue;
        const std::size_t at = bytes.find("Content-Length: ");
        whole = head + 4 + (at < head ? std::strtoul(bytes.c_str() + at + 16, nullptr, 10) : 0);
    }
    return {std::atoi(bytes.c_str() + 9), bytes.substr(bytes.find("\r\n\r\n") + 4)};
}

DoorAnswer TenantLink::ask(const std::string &line, const std::string &body)
{
    return send(line, body) ? receive() : DoorAnswer {};
}

} // namespace fairlead::bench

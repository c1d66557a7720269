// SPDX-License-Identifier: Apache-2.0
#include "bench/keep_alive.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace fairlead::bench {

namespace {
[[noreturn]] void fail(const char *what)
{
    std::perror(what);
    std::exit(1);
}
} // namespace

KeepAlive::KeepAlive(int port)
    : m_socket(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    , m_port(port)
{
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (m_socket < 0 || connect(m_socket, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0)
        fail("connect");
    const int isOn = 1;
    setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &isOn, sizeof isOn);
}

KeepAlive::~KeepAlive()
{
    if (m_socket >= 0)
        close(m_socket);
}

KeepAlive::KeepAlive(KeepAlive &&other) noexcept
    : m_socket(std::exchange(other.m_socket, -1))
    , m_port(other.m_port)
{
}

void KeepAlive::send(const std::string &line, const std::string &body)
{
    const std::string request = line + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(m_port)
        + "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    for (std::size_t sent = 0; sent < request.size();) {
        const ssize_t size = ::send(m_socket, request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
        if (size <= 0)
            fail("send");
        sent += static_cast<std::size_t>(size);
    }
}

int KeepAlive::receive()
{
    int status = whole();
    while (status == 0)
        status = receiveSome();
    return status;
}

int KeepAlive::receiveSome()
{
    std::array<char, 64 * 1024> block {};
    const ssize_t size = recv(m_socket, block.data(), block.size(), 0);
    if (size <= 0)
        fail("the server ended the connection");
    m_bytes.append(block.data(), static_cast<std::size_t>(size));
    return whole();
}

int KeepAlive::whole()
{
    const std::size_t head = m_bytes.find("\r\n\r\n");
    if (head == std::string::npos)
        return 0;
    const std::size_t at = m_bytes.find("Content-Length: ");
    const std::size_t length = at < head ? std::strtoul(m_bytes.c_str() + at + 16, nullptr, 10) : 0;
    if (m_bytes.size() < head + 4 + length)
        return 0;
    const int status = std::atoi(m_bytes.c_str() + 9);
    m_body = m_bytes.substr(head + 4, length);
    m_bytes.erase(0, head + 4 + length);
    return status;
}

} // namespace fairlead::bench

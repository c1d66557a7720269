// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace fairlead::bench {

/// One connection to a server on this machine that asks again and again, with as little as possible around it. Ends
/// the program when the connection fails. Threads: one.
class KeepAlive
{
public:
    explicit KeepAlive(int port);
    ~KeepAlive();
    KeepAlive(KeepAlive &&other) noexcept;
    KeepAlive &operator=(KeepAlive &&) = delete;

    /// `line`: "GET /health".
    void send(const std::string &line, const std::string &body = {});
    /// Waits for the whole answer; its status.
    int receive();
    /// Takes what is there; the status when the answer is whole, else 0.
    int receiveSome();
    int descriptor() const { return m_socket; }
    const std::string &body() const { return m_body; }

private:
    int whole();

    int m_socket;
    const int m_port;
    std::string m_bytes;
    std::string m_body;
};

} // namespace fairlead::bench

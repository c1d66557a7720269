// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>

namespace fairlead::bench {

/// Where a tenant's requests go, and in whose name.
struct Door
{
    int port = 0;
    std::string token; ///< empty: none
    std::string from = "127.0.0.1"; ///< the address that they come from, a loopback one
};

/// The answer to one request; status 0: there was none.
struct DoorAnswer
{
    int status = 0;
    std::string body;
    bool isTaken() const { return status >= 200 && status <= 299; }
};

/// One connection to an engine that asks again and again, whatever the engine does with it: it connects again when the
/// other side has ended it. An answer takes ten seconds at most. Threads: one.
class TenantLink
{
public:
    explicit TenantLink(Door door)
        : m_door(std::move(door))
    {
    }
    ~TenantLink() { hangUp(); }
    TenantLink(TenantLink &&other) noexcept;
    TenantLink &operator=(TenantLink &&) = delete;

    /// `line`: "GET /health".
    DoorAnswer ask(const std::string &line, const std::string &body = {});
    /// Sends a request and does not wait. False when the connection ended.
    bool send(const std::string &line, const std::string &body = {}, const std::string &accept = "application/json");
    /// Waits for the answer to the request that was sent.
    DoorAnswer receive();
    /// The socket, -1 while there is none. To be polled after `send`.
    int descriptor() const { return m_socket; }
    void hangUp();

private:
    bool connectTo();

    Door m_door;
    int m_socket = -1;
};

} // namespace fairlead::bench

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"

#include <map>
#include <mutex>

namespace fairlead {

/// Every open connection, what it is about and since when. Cuts those that take too long: libmicrohttpd's own timeout
/// begins anew with every byte, so a client that sends one now and then would stay for ever. When all places are taken,
/// the connection that has been silent longest makes room. Threads: any.
class ConnectionWatch
{
public:
    enum class Stage {
        Head, ///< a new connection: its first head must come
        Idle, ///< between two requests
        Body,
        Work, ///< the engine is asked; not limited here
        Answer, ///< being sent
    };
    struct Limits
    {
        int connectionsMax = 1000;
        Microseconds head = std::chrono::seconds {10};
        Microseconds idle = std::chrono::seconds {60};
        Microseconds body = std::chrono::seconds {120};
        Microseconds answer = std::chrono::seconds {120};
    };
    ConnectionWatch(const Limits &limits, const Clock &clock)
        : m_limits(limits)
        , m_clock(clock)
    {
    }

    void opened(int socket);
    /// REQUIRES: the socket is not closed yet.
    void closed(int socket);
    void enter(int socket, Stage stage);
    /// Whether it came when all places were taken and none could be freed.
    bool isSurplus(int socket) const;
    /// Cuts what is overdue. To be called now and then while there are connections; false when there is none.
    bool sweep();

private:
    struct Connection
    {
        Stage stage = Stage::Head;
        MonotonicTime since;
        bool isSurplus = false;
        bool isCut = false;
    };
    Microseconds limitOf(Stage stage) const;
    bool makeRoom(int newcomer);

    const Limits m_limits;
    const Clock &m_clock;
    mutable std::mutex m_mutex;
    std::map<int, Connection> m_connections; ///< guarded by m_mutex, by socket
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

namespace fairlead {

/// Every open connection, its stage and the start of the stage. Cuts connections that take too long, because
/// libmicrohttpd's own timeout begins again with every byte: a client that sends one now and then would stay for ever.
/// While the engine works, nobody reads from a connection. So the watch looks for peers that hung up, and tells their
/// owners. When all places are taken, a place of such a peer goes to the newcomer, or else that of the connection that
/// has been silent longest, or of the slowest reader of an answer, which is cut. A newcomer that gets none of these is
/// a surplus one: it has one of the reserved places, in which only vital calls are served. Threads: any.
class ConnectionWatch
{
public:
    enum class Stage {
        Head, ///< a new connection: its first head is due
        Idle, ///< between two requests
        Body,
        Work, ///< the engine works on the request; not limited here
        Answer, ///< being sent
    };
    struct Limits
    {
        int connectionsMax = 1000;
        /// Surplus connections. Of more, the one that has given nothing whole for longest is cut.
        int reservedMax = 32;
        Microseconds head = std::chrono::seconds {10};
        Microseconds idle = std::chrono::seconds {60};
        Microseconds body = std::chrono::seconds {120};
        Microseconds answer = std::chrono::seconds {120};
        Microseconds slowAnswer = std::chrono::seconds {1}; ///< after so long its reader may be cut for a newcomer
    };
    ConnectionWatch(const Limits &limits, const Clock &clock)
        : m_limits(limits)
        , m_clock(clock)
    {
    }

    /// Called once by `sweep`, when the peer has hung up in the stage Work.
    using HungUp = std::function<void()>;

    /// True when a peer that hung up gave its place: `sweep` shall be called at once.
    bool opened(int socket);
    /// REQUIRES: the socket is not closed yet.
    void closed(int socket);
    void enter(int socket, Stage stage, HungUp hungUp = {});
    /// Whether it came when all places were taken and none could be freed.
    bool isSurplus(int socket) const;
    /// Cuts overdue connections, and tells the owners of those whose peer hung up. To be called regularly while there
    /// are connections. False when there is none.
    bool sweep();

private:
    struct Connection
    {
        Stage stage = Stage::Head;
        MonotonicTime since;
        bool isSurplus = false;
        bool isCut = false; ///< its place is free for another
        HungUp hungUp {}; ///< of the stage Work; empty: not asked for, or told already
    };
    using Connections = std::map<int, Connection>;
    std::vector<Connections::iterator> hungUpAtWork();
    Microseconds limitOf(Stage stage) const;
    std::size_t countOf(bool isSurplus) const;
    /// The order in which connections are cut for a newcomer, lower numbers first; empty: this one is not.
    std::optional<int> cutOrder(const Connection &connection, MonotonicTime now) const;
    /// Cuts the one of these connections that can be missed most. False when there is none.
    bool cutOne(bool isSurplus, int newcomer);

    const Limits m_limits;
    const Clock &m_clock;
    mutable std::mutex m_mutex;
    Connections m_connections; ///< guarded by m_mutex, by socket
};

} // namespace fairlead

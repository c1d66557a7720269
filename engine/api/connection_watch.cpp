// SPDX-License-Identifier: Apache-2.0
#include "engine/api/connection_watch.h"

#include <sys/socket.h>

namespace fairlead {

void ConnectionWatch::opened(int socket)
{
    const std::scoped_lock lock(m_mutex);
    Connection &connection = m_connections[socket];
    connection = {.stage = Stage::Head, .since = m_clock.monotonicNow(), .isSurplus = false, .isCut = false};
    if (static_cast<int>(m_connections.size()) > m_limits.connectionsMax)
        connection.isSurplus = !makeRoom(socket);
}

void ConnectionWatch::closed(int socket)
{
    const std::scoped_lock lock(m_mutex);
    m_connections.erase(socket);
}

void ConnectionWatch::enter(int socket, Stage stage)
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_connections.find(socket);
    if (found == m_connections.end())
        return;
    found->second.stage = stage;
    found->second.since = m_clock.monotonicNow();
}

bool ConnectionWatch::isSurplus(int socket) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_connections.find(socket);
    return found != m_connections.end() && found->second.isSurplus;
}

bool ConnectionWatch::sweep()
{
    const std::scoped_lock lock(m_mutex);
    const MonotonicTime now = m_clock.monotonicNow();
    for (auto &[socket, connection] : m_connections) {
        if (connection.isCut || connection.stage == Stage::Work || now - connection.since <= limitOf(connection.stage))
            continue;
        connection.isCut = true;
        shutdown(socket, SHUT_RDWR); // the connection's thread sees the end and closes the socket
    }
    return !m_connections.empty();
}

Microseconds ConnectionWatch::limitOf(Stage stage) const
{
    switch (stage) {
    case Stage::Head:
        return m_limits.head;
    case Stage::Idle:
        return m_limits.idle;
    case Stage::Body:
        return m_limits.body;
    case Stage::Work:
        return Microseconds::max();
    case Stage::Answer:
        return m_limits.answer;
    }
    return m_limits.head;
}

bool ConnectionWatch::makeRoom(int newcomer)
{
    auto silent = m_connections.end();
    for (auto it = m_connections.begin(); it != m_connections.end(); ++it) {
        const Connection &one = it->second;
        const bool isSilent = one.stage == Stage::Head || one.stage == Stage::Idle;
        if (it->first == newcomer || one.isCut || !isSilent)
            continue;
        if (silent == m_connections.end() || one.since < silent->second.since)
            silent = it;
    }
    if (silent == m_connections.end())
        return false;
    silent->second.isCut = true;
    shutdown(silent->first, SHUT_RDWR);
    return true;
}

} // namespace fairlead

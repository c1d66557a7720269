// SPDX-License-Identifier: Apache-2.0
#include "engine/api/connection_watch.h"

#include <algorithm>
#include <poll.h>
#include <sys/socket.h>
#include <utility>

namespace fairlead {

bool ConnectionWatch::opened(int socket)
{
    const std::scoped_lock lock(m_mutex);
    Connection &connection = m_connections[socket];
    connection = {.stage = Stage::Head, .since = m_clock.monotonicNow(), .isSurplus = false, .isCut = false};
    if (static_cast<int>(m_connections.size()) <= m_limits.connectionsMax
        || countOf(false) <= static_cast<std::size_t>(m_limits.connectionsMax))
        return false;
    for (const Connections::iterator &gone : hungUpAtWork()) {
        if (!std::exchange(gone->second.isCut, true))
            return true;
    }
    connection.isSurplus = !cutOne(false, socket);
    if (connection.isSurplus && countOf(true) > static_cast<std::size_t>(m_limits.reservedMax))
        cutOne(true, socket);
    return false;
}

void ConnectionWatch::closed(int socket)
{
    const std::scoped_lock lock(m_mutex);
    m_connections.erase(socket);
}

void ConnectionWatch::enter(int socket, Stage stage, HungUp hungUp)
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_connections.find(socket);
    if (found == m_connections.end())
        return;
    found->second.stage = stage;
    found->second.since = m_clock.monotonicNow();
    found->second.hungUp = std::move(hungUp);
}

bool ConnectionWatch::isSurplus(int socket) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_connections.find(socket);
    return found != m_connections.end() && found->second.isSurplus;
}

bool ConnectionWatch::sweep()
{
    std::unique_lock lock(m_mutex);
    const std::vector<Connections::iterator> hungUp = hungUpAtWork();
    std::vector<HungUp> gone;
    gone.reserve(hungUp.size());
    for (const Connections::iterator &one : hungUp)
        gone.push_back(std::exchange(one->second.hungUp, {}));
    const MonotonicTime now = m_clock.monotonicNow();
    for (auto &[socket, connection] : m_connections) {
        if (connection.isCut || connection.stage == Stage::Work || now - connection.since <= limitOf(connection.stage))
            continue;
        connection.isCut = true;
        shutdown(socket, SHUT_RDWR); // the connection's thread sees the end and closes the socket
    }
    const bool isAny = !m_connections.empty();
    lock.unlock();
    for (const HungUp &tell : gone)
        tell();
    return isAny;
}

std::vector<ConnectionWatch::Connections::iterator> ConnectionWatch::hungUpAtWork()
{
    std::vector<Connections::iterator> atWork;
    std::vector<pollfd> looks;
    for (auto it = m_connections.begin(); it != m_connections.end(); ++it) {
        if (it->second.stage != Stage::Work || !it->second.hungUp)
            continue;
        atWork.push_back(it);
        looks.push_back({it->first, POLLRDHUP, 0});
    }
    std::vector<Connections::iterator> gone;
    if (looks.empty() || poll(looks.data(), looks.size(), 0) <= 0)
        return gone;
    gone.reserve(looks.size());
    for (std::size_t i = 0; i < looks.size(); ++i) {
        if (looks[i].revents != 0)
            gone.push_back(atWork[i]);
    }
    return gone;
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

std::size_t ConnectionWatch::countOf(bool isSurplus) const
{
    return static_cast<std::size_t>(std::count_if(m_connections.begin(), m_connections.end(),
        [isSurplus](const auto &one) { return one.second.isSurplus == isSurplus && !one.second.isCut; }));
}

std::optional<int> ConnectionWatch::cutOrder(const Connection &connection, MonotonicTime now) const
{
    switch (connection.stage) {
    case Stage::Head:
    case Stage::Idle:
        return 0;
    case Stage::Body:
        return connection.isSurplus ? std::optional(0) : std::nullopt;
    case Stage::Work:
        return std::nullopt;
    case Stage::Answer:
        return now - connection.since > m_limits.slowAnswer ? std::optional(1) : std::nullopt;
    }
    return std::nullopt;
}

bool ConnectionWatch::cutOne(bool isSurplus, int newcomer)
{
    const MonotonicTime now = m_clock.monotonicNow();
    using Rank = std::pair<int, MonotonicTime>;
    std::optional<std::pair<Rank, Connections::iterator>> first;
    for (auto it = m_connections.begin(); it != m_connections.end(); ++it) {
        const Connection &one = it->second;
        if (it->first == newcomer || one.isCut || one.isSurplus != isSurplus)
            continue;
        const std::optional<int> order = cutOrder(one, now);
        if (order && (!first || Rank(*order, one.since) < first->first))
            first.emplace(Rank(*order, one.since), it);
    }
    if (!first)
        return false;
    first->second->second.isCut = true;
    shutdown(first->second->first, SHUT_RDWR);
    return true;
}

} // namespace fairlead

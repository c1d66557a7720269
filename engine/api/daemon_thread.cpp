// SPDX-License-Identifier: Apache-2.0
#include "engine/api/daemon_thread.h"

#include <algorithm>
#include <array>
#include <climits>
#include <poll.h>
#include <sys/prctl.h>

namespace fairlead {

namespace {
/// Milliseconds that the daemon may sleep; -1: until the next event.
int sleepOf(MHD_Daemon *daemon)
{
    MHD_UNSIGNED_LONG_LONG milliseconds = 0;
    if (MHD_get_timeout(daemon, &milliseconds) != MHD_YES)
        return -1;
    return static_cast<int>(std::min<MHD_UNSIGNED_LONG_LONG>(milliseconds, INT_MAX));
}

/// The time between two tries to take a client in while there is no descriptor for it.
constexpr int noDescriptorMs = 100;

/// Whether a client may wait outside for want of a descriptor while nobody is inside. libmicrohttpd then tries again
/// without end; with a connection it waits until one ends.
bool mayTryWithoutEnd(MHD_Daemon *daemon)
{
    return MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS)->num_connections == 0
        && !canOpenDescriptor();
}
} // namespace

DaemonThread::DaemonThread()
    : m_wake(std::make_shared<const WakeDescriptor>())
{
}

DaemonThread::~DaemonThread()
{
    stop();
}

void DaemonThread::start(MHD_Daemon *daemon)
{
    m_daemon.reset(daemon);
    if (m_daemon)
        m_thread = std::thread([this] { loop(); });
}

void DaemonThread::stop()
{
    m_isStopping = true;
    m_wake->wake();
    if (m_thread.joinable())
        m_thread.join();
    m_daemon.reset();
}

std::function<void()> DaemonThread::resumerOf(MHD_Connection *connection) const
{
    return [wakeUp = m_wake, connection] {
        MHD_resume_connection(connection);
        wakeUp->wake();
    };
}

void DaemonThread::loop() const
{
    prctl(PR_SET_NAME, "http-server");
    const int events = MHD_get_daemon_info(m_daemon.get(), MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    std::array<pollfd, 2> watched {{{events, POLLIN, 0}, {m_wake->get(), POLLIN, 0}}};
    while (!m_isStopping) {
        m_wake->clear();
        MHD_run(m_daemon.get());
        if (watched[0].revents != 0 && mayTryWithoutEnd(m_daemon.get()))
            poll(&watched[1], 1, noDescriptorMs);
        else
            poll(watched.data(), watched.size(), sleepOf(m_daemon.get()));
    }
}

} // namespace fairlead

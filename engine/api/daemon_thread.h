// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/descriptor.h"

#include <atomic>
#include <functional>
#include <memory>
#include <microhttpd.h>
#include <thread>

namespace fairlead {

/// Runs a libmicrohttpd daemon in a thread of its own. libmicrohttpd's own thread is not used: version 0.9.75 drains
/// its events in blocks of 128 and waits for the next block before it serves the last one, so exactly 128 requests at
/// once are not served until a further event or a time limit. Threads: made, started and stopped on one; callbacks of
/// the daemon are called on the thread that this starts.
class DaemonThread
{
public:
    /// Options that the daemon must be started with.
    static constexpr unsigned flags = static_cast<unsigned>(MHD_USE_EPOLL) | MHD_ALLOW_SUSPEND_RESUME;

    DaemonThread();
    DaemonThread(const DaemonThread &) = delete;
    DaemonThread &operator=(const DaemonThread &) = delete;
    ~DaemonThread(); ///< stops

    /// Takes over a daemon; null does nothing. Once.
    void start(MHD_Daemon *daemon);
    /// Ends all connections; none may be suspended any more.
    void stop();
    bool isRunning() const { return m_thread.joinable(); }
    /// A function that resumes a suspended connection. Threads: any; it may end after this has been destroyed.
    std::function<void()> resumerOf(MHD_Connection *connection) const;

private:
    void loop() const;

    const std::shared_ptr<const WakeDescriptor> m_wake;
    std::atomic<bool> m_isStopping {false};
    std::unique_ptr<MHD_Daemon, void (*)(MHD_Daemon *)> m_daemon {nullptr, &MHD_stop_daemon};
    std::thread m_thread;
};

} // namespace fairlead

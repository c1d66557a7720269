// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/thread_annotations.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <thread>
#include <vector>

namespace fairlead {

/// Threads for functions that block. They are started on demand, at most `threadsMax`, and stay. Threads: any.
class BlockingPool
{
public:
    /// REQUIRES: threadsMax >= 1. At most `waitingMax` tasks wait for a thread.
    explicit BlockingPool(std::size_t threadsMax = 64, std::size_t waitingMax = 1024);
    ~BlockingPool(); ///< stops

    /// Runs a task. False, without any effect, when the pool is full or stopped.
    [[nodiscard]] bool tryRun(std::function<void()> task);
    bool hasRoom() const;
    /// Waits for the running tasks. Waiting ones are dropped.
    void stop();

private:
    void work();

    const std::size_t m_threadsMax;
    const std::size_t m_waitingMax;
    mutable Mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::function<void()>> m_tasks GUARDED_BY(m_mutex);
    std::vector<std::thread> m_threads GUARDED_BY(m_mutex);
    std::size_t m_idle GUARDED_BY(m_mutex) = 0;
    bool m_isStopping GUARDED_BY(m_mutex) = false;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>

namespace fairlead {

/// A thread that does tasks of several holders, one of each in turn: however many tasks one holder has, another waits
/// for one of them. It begins with the first task. The owner bounds the number of tasks. Threads: any may add; made and
/// stopped by one.
class TurnThread
{
public:
    /// `name` is that of the thread, at most 15 characters.
    explicit TurnThread(const char *name)
        : m_name(name)
    {
    }
    TurnThread(const TurnThread &) = delete;
    TurnThread &operator=(const TurnThread &) = delete;
    ~TurnThread(); ///< stops

    /// False after the stop: the task is dropped.
    bool add(const std::string &holder, std::function<void()> task);
    /// Drops the tasks that wait, and returns when the one under way has ended.
    void stop();

private:
    void loop();

    const char *const m_name;
    std::mutex m_mutex;
    std::condition_variable m_changed;
    // Guarded by m_mutex.
    std::map<std::string, std::deque<std::function<void()>>> m_lines; ///< by holder; none is empty
    std::string m_latest; ///< the holder whose task was taken last
    bool m_isStopping = false;
    std::thread m_thread;
};

} // namespace fairlead

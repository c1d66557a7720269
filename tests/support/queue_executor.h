// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/handlers/handler.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>

namespace fairlead {

/// An Executor whose tasks run when the test says so. Threads: any may post; the test's runs the tasks.
class QueueExecutor final : public Executor
{
public:
    void post(std::function<void()> task) override
    {
        const std::scoped_lock lock(m_mutex);
        m_tasks.push_back(std::move(task));
        m_changed.notify_one();
    }
    /// Runs one task; false when none came within 30 s.
    bool runOne()
    {
        std::unique_lock lock(m_mutex);
        if (!m_changed.wait_for(lock, std::chrono::seconds {30}, [this] { return !m_tasks.empty(); }))
            return false;
        const std::function<void()> task = std::move(m_tasks.front());
        m_tasks.pop_front();
        lock.unlock();
        task();
        return true;
    }

private:
    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::function<void()>> m_tasks;
};

} // namespace fairlead

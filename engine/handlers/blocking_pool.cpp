// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/blocking_pool.h"

namespace fairlead {

BlockingPool::BlockingPool(std::size_t threadsMax, std::size_t waitingMax)
    : m_threadsMax(threadsMax)
    , m_waitingMax(waitingMax)
{
}

BlockingPool::~BlockingPool()
{
    stop();
}

bool BlockingPool::tryRun(std::function<void()> task)
{
    const MutexLock lock(m_mutex);
    if (m_isStopping || m_tasks.size() >= m_waitingMax)
        return false;
    m_tasks.push_back(std::move(task));
    if (m_tasks.size() > m_idle && m_threads.size() < m_threadsMax)
        m_threads.emplace_back([this] { work(); });
    m_changed.notify_one();
    return true;
}

bool BlockingPool::hasRoom() const
{
    const MutexLock lock(m_mutex);
    return !m_isStopping && m_tasks.size() < m_waitingMax;
}

void BlockingPool::stop()
{
    std::vector<std::thread> threads;
    {
        const MutexLock lock(m_mutex);
        m_isStopping = true;
        m_tasks.clear();
        threads.swap(m_threads);
        m_changed.notify_all();
    }
    for (std::thread &thread : threads)
        thread.join();
}

void BlockingPool::work()
{
    while (true) {
        MutexLock lock(m_mutex);
        ++m_idle;
        while (!m_isStopping && m_tasks.empty())
            m_changed.wait(lock.native());
        --m_idle;
        if (m_isStopping)
            return;
        const std::function<void()> task = std::move(m_tasks.front());
        m_tasks.pop_front();
        lock.unlock();
        task();
    }
}

} // namespace fairlead

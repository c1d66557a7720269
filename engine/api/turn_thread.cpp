// SPDX-License-Identifier: Apache-2.0
#include "engine/api/turn_thread.h"

#include <sys/prctl.h>

namespace fairlead {

TurnThread::~TurnThread()
{
    stop();
}

bool TurnThread::add(const std::string &holder, std::function<void()> task)
{
    const std::scoped_lock lock(m_mutex);
    if (m_isStopping)
        return false;
    m_lines[holder].push_back(std::move(task));
    if (!m_thread.joinable())
        m_thread = std::thread([this] { loop(); });
    m_changed.notify_one();
    return true;
}

void TurnThread::stop()
{
    std::thread thread;
    {
        const std::scoped_lock lock(m_mutex);
        m_isStopping = true;
        m_lines.clear();
        thread.swap(m_thread);
        m_changed.notify_one();
    }
    if (thread.joinable())
        thread.join();
}

void TurnThread::loop()
{
    prctl(PR_SET_NAME, m_name);
    std::unique_lock lock(m_mutex);
    while (true) {
        m_changed.wait(lock, [this] { return m_isStopping || !m_lines.empty(); });
        if (m_isStopping)
            return;
        auto line = m_lines.upper_bound(m_latest);
        if (line == m_lines.end())
            line = m_lines.begin();
        m_latest = line->first;
        const std::function<void()> task = std::move(line->second.front());
        line->second.pop_front();
        if (line->second.empty())
            m_lines.erase(line);
        lock.unlock();
        task();
        lock.lock();
    }
}

} // namespace fairlead

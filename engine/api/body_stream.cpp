// SPDX-License-Identifier: Apache-2.0
#include "engine/api/body_stream.h"

#include <algorithm>
#include <utility>

namespace fairlead {

void BodyStream::put(std::string bytes)
{
    std::unique_lock lock(m_mutex);
    if (m_isEnded)
        return;
    m_bytes.erase(0, m_taken);
    m_taken = 0;
    m_bytes += bytes;
    m_isAsked = false;
    wake(lock);
}

void BodyStream::end()
{
    std::unique_lock lock(m_mutex);
    m_isEnded = true;
    wake(lock);
}

void BodyStream::wake(std::unique_lock<std::mutex> &lock)
{
    const std::function<void()> resume = std::exchange(m_resume, {});
    lock.unlock();
    if (resume)
        resume();
}

std::optional<std::size_t> BodyStream::take(
    char *to, std::size_t max, const std::function<void()> &suspend, std::function<void()> resume)
{
    std::unique_lock lock(m_mutex);
    const std::size_t size = std::min(max, m_bytes.size() - m_taken);
    if (size > 0) {
        m_bytes.copy(to, size, m_taken);
        m_taken += size;
        return size;
    }
    if (m_isEnded)
        return std::nullopt;
    // Suspended under the lock, so that a put on another thread resumes only a suspended stream.
    suspend();
    m_resume = std::move(resume);
    const bool wasAsked = std::exchange(m_isAsked, true);
    lock.unlock();
    if (!wasAsked)
        wanted();
    return 0;
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/control/reader_thread.h"

namespace fairlead {

Result<> ReaderThread::start(const StoreReaderFactory &factory)
{
    m_thread.start();
    Result<> opened;
    m_thread.runAndWait([&] {
        m_timers = std::make_unique<LoopTimers>();
        Result<std::unique_ptr<StoreReader>> reader = factory();
        if (reader)
            m_reader = std::move(*reader);
        else
            opened = failure(reader.error());
    });
    return opened;
}

void ReaderThread::postLong(std::function<void()> task)
{
    {
        const MutexLock lock(m_mutex);
        m_long.push_back(std::move(task));
        if (std::exchange(m_isLongUnderWay, true))
            return;
    }
    postNextLong();
}

void ReaderThread::postNextLong()
{
    m_thread.post([this] {
        if (const std::function<void()> task = takeLong()) {
            task();
            postNextLong();
        }
    });
}

/// Empty when none waits.
std::function<void()> ReaderThread::takeLong()
{
    const MutexLock lock(m_mutex);
    m_isLongUnderWay = !m_long.empty();
    if (!m_isLongUnderWay)
        return {};
    std::function<void()> task = std::move(m_long.front());
    m_long.pop_front();
    return task;
}

void ReaderThread::stop(const std::function<void()> &last)
{
    if (!m_timers)
        return;
    m_thread.runAndWait([&] {
        last();
        while (const std::function<void()> task = takeLong())
            task(); // each answers its caller
        m_timers->close();
    });
    m_thread.stop([this] { m_reader.reset(); }); // those who asked in the meantime have their answers
    m_timers.reset();
}

} // namespace fairlead

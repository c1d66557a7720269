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

void ReaderThread::stop(const std::function<void()> &last)
{
    if (!m_timers)
        return;
    m_thread.runAndWait([&] {
        last();
        m_timers->close();
        m_reader.reset();
    });
    m_thread.stop();
    m_timers.reset();
}

} // namespace fairlead

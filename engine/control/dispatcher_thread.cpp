// SPDX-License-Identifier: Apache-2.0
#include "engine/control/dispatcher_thread.h"

#include <future>

namespace fairlead {

Result<> DispatcherThread::start(const Make &make)
{
    m_thread->start();
    std::promise<Result<>> started;
    m_thread->post([&] {
        m_timers = std::make_unique<LoopTimers>();
        m_dispatcher = make(*m_timers);
        m_dispatcher->start([&started](Result<> result) { started.set_value(std::move(result)); });
    });
    return started.get_future().get();
}

void DispatcherThread::stop()
{
    if (!m_timers)
        return;
    m_thread->runAndWait([this] { m_timers->close(); });
    m_thread->stop();
    m_dispatcher.reset();
    m_timers.reset();
}

void DispatcherThread::tell(std::function<void(Dispatcher &)> message, const std::function<void()> &meanwhile)
{
    m_thread->post([this, message = std::move(message)] { message(*m_dispatcher); }, meanwhile);
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/wake_timer.h"

#include <algorithm>

namespace fairlead {

namespace {
constexpr Microseconds waitMax = std::chrono::minutes {1};
} // namespace

WakeTimer::WakeTimer(Ports ports, Microseconds waitMin, std::function<void()> task)
    : m_ports(ports)
    , m_waitMin(waitMin)
    , m_task(std::move(task))
{
}

void WakeTimer::wakeAt(TimePoint time)
{
    if (!m_time || time < *m_time)
        setTime(time);
}

void WakeTimer::setTime(std::optional<TimePoint> time)
{
    if (m_time == time)
        return;
    m_time = time;
    arm();
}

void WakeTimer::hold()
{
    m_isHeld = true;
    arm();
}

void WakeTimer::letGo()
{
    m_isHeld = false;
    arm();
}

void WakeTimer::arm()
{
    if (m_timer)
        m_ports.timers.cancel(*m_timer);
    m_timer.reset();
    if (!m_time || m_isHeld)
        return;
    const Microseconds wait = std::clamp<Microseconds>(*m_time - m_ports.clock.now(), m_waitMin, waitMax);
    m_timer = m_ports.timers.start(wait, [this] {
        m_timer.reset();
        if (*m_time > m_ports.clock.now()) {
            arm();
            return;
        }
        m_time.reset();
        m_task();
    });
}

} // namespace fairlead

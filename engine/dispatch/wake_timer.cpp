// SPDX-License-Identifier: Apache-2.0
#include "engine/dispatch/wake_timer.h"

#include <algorithm>
#include <utility>

namespace fairlead {

namespace {
constexpr Microseconds waitMax = std::chrono::minutes {1};
constexpr Microseconds stepLeast = std::chrono::seconds {1};
} // namespace

WallSteps::WallSteps(const Clock &clock)
    : m_clock(clock)
    , m_ahead(ahead())
{
}

Microseconds WallSteps::ahead() const
{
    return m_clock.now().time_since_epoch() - m_clock.monotonicNow().time_since_epoch();
}

Microseconds WallSteps::setBack()
{
    const Microseconds now = ahead();
    if (now < m_ahead && m_ahead - now < stepLeast)
        return Microseconds {0}; // it may be slowed down; small steps add up
    return std::max(std::exchange(m_ahead, now) - now, Microseconds {0});
}

WakeTimer::WakeTimer(Ports ports, Microseconds waitMin, std::function<void()> task)
    : m_ports(ports)
    , m_waitMin(waitMin)
    , m_task(std::move(task))
    , m_steps(ports.clock)
{
}

void WakeTimer::wakeAt(TimePoint time)
{
    const Microseconds by = m_steps.setBack();
    if (!isIdle()) // while nothing waited, a step changed nothing
        m_setBackSince += by;
    if (m_setBackSince > Microseconds {0})
        time = std::min(time, m_ports.clock.now());
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
        m_setBackSince += m_steps.setBack();
        if (*m_time > m_ports.clock.now() && m_setBackSince == Microseconds {0}) {
            arm();
            return;
        }
        m_time.reset();
        m_setBack = std::exchange(m_setBackSince, Microseconds {0});
        m_task();
    });
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
#include "engine/service/service.h"

#include <optional>

namespace fairlead {

/// One timer at the earliest of several times of the wall clock. That may be stepped while a long timer runs, so it
/// looks at the clock once a minute. Threads: one. Borrows timers and clock; is not destroyed before the last timer.
class WakeTimer
{
public:
    struct Ports
    {
        Timers &timers;
        const Clock &clock;
    };
    /// `task` is called at the time or later, never sooner than `waitMin` after the timer was set.
    WakeTimer(Ports ports, Microseconds waitMin, std::function<void()> task);

    /// The earliest of these times counts; it is forgotten before the task is called.
    void wakeAt(TimePoint time);
    /// In the place of all earlier ones; empty: not at all.
    void setTime(std::optional<TimePoint> time);
    /// Remembers times and calls nothing until `letGo`.
    void hold();
    void letGo();
    /// Neither held nor waiting for a time.
    bool isIdle() const { return !m_time && !m_isHeld; }

private:
    void arm();

    Ports m_ports;
    const Microseconds m_waitMin;
    const std::function<void()> m_task;
    std::optional<TimePoint> m_time;
    std::optional<Timers::Id> m_timer; ///< runs while there is a time and nobody holds
    bool m_isHeld = false;
};

} // namespace fairlead

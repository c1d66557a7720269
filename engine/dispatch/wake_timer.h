// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
#include "engine/service/service.h"

#include <optional>

namespace fairlead {

/// One timer for the earliest of several wall-clock times. The wall clock may be set while a long timer runs, so the
/// timer checks it once a minute. Threads: one. Borrows timers and clock; must not be destroyed before the last timer
/// has ended.
class WakeTimer
{
public:
    struct Ports
    {
        Timers &timers;
        const Clock &clock;
    };
    /// `task` is called at the time or later, and at the earliest `waitMin` after the timer was set.
    WakeTimer(Ports ports, Microseconds waitMin, std::function<void()> task);

    /// Adds a time. The earliest one counts; it is forgotten before the task is called.
    void wakeAt(TimePoint time);
    /// Replaces all earlier times. Empty: no call.
    void setTime(std::optional<TimePoint> time);
    /// Remembers times without a call until `letGo`.
    void hold();
    void letGo();
    /// Whether it is neither held nor waiting for a time.
    bool isIdle() const { return !m_time && !m_isHeld; }

private:
    void arm();

    Ports m_ports;
    const Microseconds m_waitMin;
    const std::function<void()> m_task;
    std::optional<TimePoint> m_time;
    std::optional<Timers::Id> m_timer; ///< runs while there is a time and the timer is not held
    bool m_isHeld = false;
};

} // namespace fairlead

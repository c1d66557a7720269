// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
#include "engine/service/service.h"

#include <optional>

namespace fairlead {

/// Finds out whether the wall clock was set, by the monotonic one. Threads: one. Borrows the clock.
class WallSteps
{
public:
    explicit WallSteps(const Clock &clock);
    /// By how much the wall clock was set back since the last look that found it. 0: by less than a second, or forward.
    Microseconds setBack();

private:
    Microseconds ahead() const;

    const Clock &m_clock;
    Microseconds m_ahead; ///< of the wall clock, to the monotonic one
};

/// One timer for the earliest of several wall-clock times. The wall clock may be set while a long timer runs, so the
/// timer checks it once a minute. When the clock was set back by a second or more, the task is called early, to find
/// out anew how long there is to wait. Threads: one. Borrows timers and clock; must not be destroyed before the last
/// timer has ended.
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
    /// By how much the clock was set back while there was a time. To be read by the task.
    Microseconds setBack() const { return m_setBack; }
    /// Whether it is neither held nor waiting for a time.
    bool isIdle() const { return !m_time && !m_isHeld; }

private:
    void arm();

    Ports m_ports;
    const Microseconds m_waitMin;
    const std::function<void()> m_task;
    WallSteps m_steps;
    Microseconds m_setBackSince {0}; ///< since the last call of the task
    Microseconds m_setBack {0}; ///< before it
    std::optional<TimePoint> m_time;
    std::optional<Timers::Id> m_timer; ///< runs while there is a time and the timer is not held
    bool m_isHeld = false;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/clock.h"

namespace fairlead {

TimePoint SystemClock::now() const
{
    return std::chrono::time_point_cast<Microseconds>(std::chrono::system_clock::now());
}

MonotonicTime SystemClock::monotonicNow() const
{
    return std::chrono::time_point_cast<Microseconds>(std::chrono::steady_clock::now());
}

ManualClock::ManualClock(TimePoint start)
    : m_wall(start.time_since_epoch().count())
{
}

TimePoint ManualClock::now() const
{
    return TimePoint {Microseconds {m_wall.load()}};
}

MonotonicTime ManualClock::monotonicNow() const
{
    return MonotonicTime {Microseconds {m_monotonic.load()}};
}

void ManualClock::advance(Microseconds by)
{
    m_wall += by.count();
    m_monotonic += by.count();
}

void ManualClock::stepWall(Microseconds by)
{
    m_wall += by.count();
}

} // namespace fairlead

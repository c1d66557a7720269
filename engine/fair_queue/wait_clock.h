// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"

#include <algorithm>
#include <cstdint>

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

namespace fairlead {

/// Measures how long things wait, at a third of the cost of looking at a clock. With a SystemClock on a machine whose
/// kernel keeps its own time by the processor's time stamp counter (Linux on x86-64), it reads that counter; else it
/// asks the clock. The rate of the counter is measured anew each time the span since the beginning has doubled, so a
/// wait is off by two microseconds at most, but for the drift of the two clocks.
/// Threads: `now` any, `since` one. Borrows the clock.
class WaitClock
{
public:
    /// A point of time, in units of this clock.
    using Ticks = std::uint64_t;

    explicit WaitClock(const Clock &clock);

    Ticks now() const
    {
#if defined(__x86_64__)
        if (m_countsCycles) [[likely]]
            return __rdtsc();
#endif
        return static_cast<Ticks>(m_clock.monotonicNow().time_since_epoch().count());
    }
    /// The time from `start` until now; never negative. REQUIRES: this clock was there at `start`.
    Microseconds since(Ticks start)
    {
        const Ticks end = now();
        const Ticks ticks = end > start ? end - start : 0;
        if (!m_countsCycles)
            return Microseconds {ticks};
        if (end - m_begin.ticks >= m_measuredUntil) [[unlikely]]
            measureRate();
        __extension__ using Product = unsigned __int128;
        return Microseconds {static_cast<std::int64_t>((static_cast<Product>(ticks) * m_rate) >> 64)};
    }

private:
    /// The counter and the clock at one moment.
    struct Reading
    {
        Ticks ticks = 0;
        MonotonicTime time;
    };

    Reading read() const;
    void measureRate();

    const Clock &m_clock;
    const bool m_countsCycles;
    const Reading m_begin;
    Ticks m_measuredUntil = 0; ///< after m_begin: the rate is good up to here
    std::uint64_t m_rate = 0; ///< microseconds a tick, in parts of 2^64
};

} // namespace fairlead

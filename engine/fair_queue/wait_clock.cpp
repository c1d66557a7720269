// SPDX-License-Identifier: Apache-2.0
#include "engine/fair_queue/wait_clock.h"

#include <fstream>
#include <limits>
#include <string>

namespace fairlead {

namespace {
/// Whether the kernel trusts the processor's counter: one rate, in step on all processors.
bool isCounterSteady()
{
#if defined(__x86_64__)
    static const bool isSteady = [] {
        std::string source;
        std::ifstream("/sys/devices/system/clocksource/clocksource0/current_clocksource") >> source;
        return source == "tsc";
    }();
    return isSteady;
#else
    return false;
#endif
}
} // namespace

WaitClock::WaitClock(const Clock &clock)
    : m_clock(clock)
    , m_countsCycles(dynamic_cast<const SystemClock *>(&clock) && isCounterSteady())
    , m_begin(read())
{
}

/// The best of a few: the thread may be interrupted between the two clocks.
WaitClock::Reading WaitClock::read() const
{
    Reading best;
    Ticks least = std::numeric_limits<Ticks>::max();
    for (int i = 0; i < 5 && m_countsCycles; ++i) {
        const Ticks before = now();
        const MonotonicTime time = m_clock.monotonicNow();
        const Ticks between = now() - before;
        if (between < least) {
            least = between;
            best = {before + between / 2, time};
        }
    }
    return best;
}

void WaitClock::measureRate()
{
    const Reading end = read();
    const Ticks span = std::max<Ticks>(end.ticks - m_begin.ticks, 1);
    const Microseconds time = std::max(end.time - m_begin.time, Microseconds {0});
    const long double rate = static_cast<long double>(time.count()) / static_cast<long double>(span);
    constexpr long double most = 0.999L; // no counter takes a whole microsecond for a tick
    m_rate = static_cast<std::uint64_t>(std::min(rate, most) * 0x1p64L);
    m_measuredUntil = 2 * span;
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/fair_queue/wait_clock.h"

#include <chrono>
#include <fstream>
#include <string>

namespace fairlead {

namespace {
std::int64_t steadyNanoseconds()
{
    return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

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
    , m_begin(now())
    , m_beginNanoseconds(steadyNanoseconds())
{
}

void WaitClock::measureRate(Ticks end)
{
    const Ticks span = std::max<Ticks>(end - m_begin, 1);
    const std::int64_t nanoseconds = std::max<std::int64_t>(steadyNanoseconds() - m_beginNanoseconds, 0);
    const long double rate = static_cast<long double>(nanoseconds) / 1'000 / static_cast<long double>(span);
    constexpr long double most = 0.999L; // less than a microsecond a tick: no processor counts as slowly as once in one
    m_rate = static_cast<std::uint64_t>(std::min(rate, most) * 0x1p64L);
    m_measuredUntil = 2 * span;
}

} // namespace fairlead

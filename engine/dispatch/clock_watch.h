// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/health_facts.h"

#include <utility>

namespace fairlead {

/// Notices steps of the wall clock: it is compared with the monotonic one, look by look. Threads: one.
class ClockWatch
{
public:
    explicit ClockWatch(const Clock &clock)
        : m_clock(clock)
        , m_offset(offset())
    {
    }

    /// To be called now and then. Slow corrections between two looks are no step.
    void look()
    {
        const Microseconds now = offset();
        const Microseconds by = now - std::exchange(m_offset, now);
        if (std::chrono::abs(by) >= stepMin)
            m_step = {by, m_clock.monotonicNow()};
    }
    /// The last step; empty when there was none.
    std::optional<HealthFacts::ClockStep> lastStep() const
    {
        if (m_step.first == Microseconds {0})
            return std::nullopt;
        return HealthFacts::ClockStep {m_step.first, m_clock.monotonicNow() - m_step.second};
    }

private:
    static constexpr Microseconds stepMin = std::chrono::milliseconds {100};
    Microseconds offset() const { return m_clock.now().time_since_epoch() - m_clock.monotonicNow().time_since_epoch(); }

    const Clock &m_clock;
    Microseconds m_offset;
    std::pair<Microseconds, MonotonicTime> m_step {};
};

} // namespace fairlead

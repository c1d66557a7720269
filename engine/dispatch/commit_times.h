// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/health_facts.h"
#include "engine/domain/histogram.h"

namespace fairlead {

/// The times that commits took, of the present minute and the one before. Threads: one.
class CommitTimes
{
public:
    void add(Microseconds took, MonotonicTime now)
    {
        turn(now);
        m_present.add(took.count());
    }
    HealthFacts::Commits recent(MonotonicTime now)
    {
        turn(now);
        Histogram both = m_before;
        both.merge(m_present);
        return {both.count(), Microseconds {both.quantile(0.99)}};
    }

private:
    void turn(MonotonicTime now)
    {
        const Microseconds passed = now - m_begun;
        if (passed < std::chrono::minutes {1})
            return;
        m_before.clear();
        if (passed < std::chrono::minutes {2})
            std::swap(m_before, m_present);
        m_present.clear();
        m_begun = now;
    }

    Histogram m_present;
    Histogram m_before;
    MonotonicTime m_begun {};
};

} // namespace fairlead

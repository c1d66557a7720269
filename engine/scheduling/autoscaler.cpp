// SPDX-License-Identifier: Apache-2.0
#include "engine/scheduling/autoscaler.h"

#include <algorithm>

namespace fairlead {

int Autoscaler::decide(const Facts &facts, MonotonicTime now)
{
    const bool isMuch = isDeep(facts.waiting) || facts.oldestWaits > m_settings.ageHigh;
    if (isMuch) {
        m_quietSince.reset();
        if (m_workers < m_settings.workersMax && (!m_lastUp || now - *m_lastUp >= m_settings.upCooldown)) {
            ++m_workers;
            m_lastUp = now;
        }
        return m_workers;
    }
    if (!m_quietSince)
        m_quietSince = now;
    if (m_workers > m_settings.workersMin && now - *m_quietSince >= m_settings.downCooldown) {
        --m_workers;
        m_quietSince = now;
    }
    return m_workers;
}

bool Autoscaler::isDeep(std::int64_t waiting) const
{
    return waiting > std::int64_t {m_settings.depthHigh} * std::max(m_workers, 1);
}

void PositionMarks::mark(QueuePosition latest, MonotonicTime now)
{
    if (!m_marks.empty() && m_marks.back().first >= latest)
        return;
    // Every other mark is dropped, so that old waits are known less exactly.
    if (m_marks.size() == marksMax) {
        for (std::size_t i = 0; i < marksMax / 2; ++i)
            m_marks[i] = m_marks[2 * i + 1];
        m_marks.resize(marksMax / 2);
    }
    m_marks.emplace_back(latest, now);
}

Microseconds PositionMarks::waitOf(QueuePosition position, MonotonicTime now) const
{
    const auto mark = std::lower_bound(m_marks.begin(), m_marks.end(), position,
        [](const auto &one, QueuePosition wanted) { return one.first < wanted; });
    return mark == m_marks.end() ? Microseconds {0} : now - mark->second;
}

} // namespace fairlead

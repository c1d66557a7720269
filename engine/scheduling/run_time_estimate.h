// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"

#include <algorithm>

namespace fairlead {

/// The assumed time of a run before the first has ended.
inline constexpr Microseconds unknownRunTime = std::chrono::milliseconds {10};

/// A moving average of run times in microseconds. The newest counts one eighth. Threads: one.
class RunTimeEstimate
{
public:
    /// Worker time of a run in microseconds, within 1 to costMax.
    static std::int64_t worth(Microseconds ran) { return std::clamp<std::int64_t>(ran.count(), 1, costMax); }

    void add(std::int64_t ran)
    {
        m_average = m_average == 0 ? ran : std::max<std::int64_t>(m_average + (ran - m_average) / 8, 1);
    }
    std::int64_t valueOr(std::int64_t fallback) const { return m_average == 0 ? fallback : m_average; }

private:
    std::int64_t m_average = 0; ///< 0: none yet
};

} // namespace fairlead

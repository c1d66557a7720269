// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/settings.h"

namespace fairlead {

/// Decides how many workers a queue has, by how many jobs wait in it and for how long. Pure: starts nothing. Threads:
/// one.
class Autoscaler
{
public:
    struct Facts
    {
        std::int64_t waiting = 0; ///< jobs that may be taken
        Microseconds oldestWaits {0};
    };

    /// Begins with `workersMin` workers.
    explicit Autoscaler(const ScalingSettings &settings)
        : m_settings(settings)
        , m_workers(settings.workersMin)
    {
    }
    /// To be called about once a second. Adds one worker when there is too much to do, at the earliest `upCooldown`
    /// after the last step up. Removes one when there was not too much to do for `downCooldown`.
    int decide(const Facts &facts, MonotonicTime now);
    int workers() const { return m_workers; }
    /// Whether this number of jobs alone is a reason for one more worker.
    bool isDeep(std::int64_t waiting) const;

private:
    const ScalingSettings m_settings;
    int m_workers;
    std::optional<MonotonicTime> m_lastUp;
    std::optional<MonotonicTime> m_quietSince;
};

/// The times at which jobs began to wait, by their position. Positions ascend with time, so a few marks stand for all
/// jobs. A time is exact to the distance of two marks. Threads: one.
class PositionMarks
{
public:
    static constexpr std::size_t marksMax = 4'096;

    /// Notes that all jobs up to this position have waited since `now` or longer.
    void mark(QueuePosition latest, MonotonicTime now);
    /// The wait of a job at this position. A lower bound when the job came before the first mark.
    Microseconds waitOf(QueuePosition position, MonotonicTime now) const;

private:
    std::vector<std::pair<QueuePosition, MonotonicTime>> m_marks; ///< both ascend
};

} // namespace fairlead

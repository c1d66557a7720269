// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/settings.h"

namespace fairlead {

/// Decides how many workers a queue has, by how much waits in it and for how long. Pure: starts nothing. Threads: one.
class Autoscaler
{
public:
    struct Facts
    {
        std::int64_t waiting = 0; ///< jobs that may be taken
        Microseconds oldestWaits {0};
    };

    /// Begins with workersMin.
    explicit Autoscaler(const ScalingSettings &settings)
        : m_settings(settings)
        , m_workers(settings.workersMin)
    {
    }
    /// To be asked every second or so. One worker more when there is too much to do, at the soonest `upCooldown` after
    /// the last step up; one fewer when that was not so for `downCooldown`.
    int decide(const Facts &facts, MonotonicTime now);
    int workers() const { return m_workers; }
    /// Whether so many jobs alone are a reason for one worker more.
    bool isDeep(std::int64_t waiting) const;

private:
    const ScalingSettings m_settings;
    int m_workers;
    std::optional<MonotonicTime> m_lastUp;
    std::optional<MonotonicTime> m_quietSince;
};

/// When jobs came to wait, by their position: positions rise with time, so a few marks stand for all of them, exact to
/// the distance of two marks. Threads: one.
class PositionMarks
{
public:
    static constexpr std::size_t marksMax = 4'096;

    /// All jobs up to this position wait since `now` or longer.
    void mark(QueuePosition latest, MonotonicTime now);
    /// The wait of a job at this position; a lower bound when it came before the first mark.
    Microseconds waitOf(QueuePosition position, MonotonicTime now) const;

private:
    std::vector<std::pair<QueuePosition, MonotonicTime>> m_marks; ///< both rise
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/views.h"
#include "engine/simulation/load.h"

#include <optional>
#include <vector>

namespace fairlead {

/// Gathers recorded jobs, in any order, into a load. Of each job only what a simulation needs is kept. Threads: one.
class LoadRecording
{
public:
    /// A job that was cancelled before it ever ran is left out: it took no worker.
    void add(const JobRecord &record);
    std::size_t size() const { return m_jobs.size(); }
    /// The time at which the oldest of the jobs was handed in; empty without jobs.
    const std::optional<TimePoint> &from() const { return m_from; }
    /// From the oldest job to the end of the last one. A job that has not run yet takes the mean time of its tenant's
    /// runs in the queue, or else that of the queue's runs; without any it is instant.
    SimulatedLoad load() const;

private:
    struct Recorded
    {
        TimePoint at;
        RecordedJob job;
        bool hasRun = false;
    };
    std::vector<Recorded> m_jobs;
    std::optional<TimePoint> m_from;
    TimePoint m_until {};
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/histogram.h"
#include "engine/domain/ids.h"

#include <string>
#include <vector>

namespace fairlead {

/// The figures of one tenant's jobs, at the end of the load.
struct TenantOutcome
{
    TenantName tenant;
    double weight = 1; ///< at the end
    std::int64_t accepted = 0;
    std::int64_t refused = 0; ///< by admission
    std::int64_t succeeded = 0;
    std::int64_t dead = 0;
    std::int64_t expired = 0;
    std::int64_t cancelled = 0; ///< dropped to make room
    std::int64_t unfinished = 0; ///< scheduled, waiting or running
    std::int64_t attempts = 0; ///< runs that were started
    Microseconds workerTime {0}; ///< of runs that ended, were cut or still run
    Microseconds fairTime {0}; ///< the time that FluidShare gave for the same arrivals
    // Microseconds from ready to the first start. For jobs that never started, to their deadline or the end.
    Histogram waits;
};

/// The figures of one simulated load. Weights of queues, priorities, limits and expiry also shift service; fairTime
/// knows only the weights and limits of tenants.
struct SimulationReport
{
    std::uint64_t seed = 0;
    int workers = 0;
    Microseconds length {0};
    int crashes = 0;
    std::vector<TenantOutcome> tenants; ///< in order of name

    /// Jain's index of workerTime / fairTime over the tenants with work: 1 when all are treated alike, 1/n when one
    /// gets all (Jain, Chiu, Hawe, "A Quantitative Measure of Fairness", 1984).
    double jainIndex() const;
    /// The largest difference between a tenant's share of all worker time and its fair share, 0 to 1.
    double shareError() const;
    /// The share of the workers' time that runs used, 0 to 1.
    double utilisation() const;
};

std::string writeSimulationReport(const SimulationReport &report);

} // namespace fairlead

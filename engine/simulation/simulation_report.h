// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/histogram.h"
#include "engine/domain/ids.h"

#include <string>
#include <vector>

namespace fairlead {

/// The fate of one tenant's jobs, at the end of the load.
struct TenantOutcome
{
    TenantName tenant;
    double weight = 1; ///< at the end
    std::int64_t accepted = 0;
    std::int64_t refused = 0; ///< at the door
    std::int64_t succeeded = 0;
    std::int64_t dead = 0;
    std::int64_t expired = 0;
    std::int64_t cancelled = 0; ///< dropped to make room
    std::int64_t unfinished = 0; ///< scheduled, waiting or running
    std::int64_t attempts = 0; ///< runs that were started
    Microseconds workerTime {0}; ///< of runs ended, cut and still going
    Microseconds fairTime {0}; ///< what FluidShare gave for the same arrivals
    Histogram waits; ///< microseconds from ready to the first start; of those never started, to the end or deadline
};

/// The figures of one simulated load. Queues' weights, priorities, limits and expiry are set to shift service, and do;
/// fairTime knows weights and caps of tenants alone.
struct SimulationReport
{
    std::uint64_t seed = 0;
    int workers = 0;
    Microseconds length {0};
    int crashes = 0;
    std::vector<TenantOutcome> tenants; ///< in order of name

    /// Of workerTime / fairTime over the tenants with work: 1 when all are treated alike, 1/n when one gets all (Jain,
    /// Chiu, Hawe, "A Quantitative Measure of Fairness", 1984).
    double jainIndex() const;
    /// The largest difference of a tenant's share of all worker time from its fair one, 0 to 1.
    double shareError() const;
    /// Share of the workers' time that was spent in runs, 0 to 1.
    double utilisation() const;
};

std::string writeSimulationReport(const SimulationReport &report);

} // namespace fairlead

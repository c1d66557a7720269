// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/views.h"

namespace fairlead {

/// The jobs that an act takes: those that are chosen in a list, or all that match the filter of the list.
struct JobChoice
{
    /// The most jobs that an act can name one by one.
    static constexpr std::int64_t namedMax = filterIdsMax;

    std::vector<JobRecord> jobs; ///< the chosen ones that are loaded, the current one first
    std::int64_t count = 0; ///< chosen rows
    std::optional<JobFilter> all; ///< set: the act takes all that match, and `jobs` is empty
    bool isCounted = true; ///< false: there may be more than `count`

    static JobChoice of(std::vector<JobRecord> jobs)
    {
        const auto count = static_cast<std::int64_t>(jobs.size());
        return {.jobs = std::move(jobs), .count = count, .all = {}};
    }
};

} // namespace fairlead

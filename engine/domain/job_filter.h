// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"
#include "engine/domain/job_state.h"

#include <set>

namespace fairlead {

inline constexpr std::size_t filterIdsMax = 10'000;

/// Selects the jobs of a list, a count or a bulk act. Empty parts do not filter.
struct JobFilter
{
    std::optional<JobState> state;
    std::vector<JobState> anyOf; ///< in one of these states
    std::optional<QueueName> queue;
    std::optional<TenantName> tenant;
    std::string handler; ///< kind of the queue's handler
    std::string tag;
    std::optional<TimePoint> since; ///< created at or after
    std::optional<TimePoint> until; ///< created before
    std::string fingerprint; ///< dead letters with this error
    std::optional<int> attemptsMin; ///< runs counted so far
    std::string idPrefix; ///< of the lower-case form
    std::vector<JobId> ids; ///< only these; at most filterIdsMax
    std::optional<std::set<QueueName>> handlerQueues; ///< set by the engine for `handler`

    bool operator==(const JobFilter &) const = default;
};

/// Whether a job passes the filter. State, attempts and fingerprint are not checked, because a Job does not have them.
bool passesFacts(const JobFilter &filter, const Job &job);
bool passesState(const JobFilter &filter, JobState state);
/// Fails with Invalid for more than filterIdsMax ids, or for texts that no job can have.
Result<> checkFilter(const JobFilter &filter);

/// The number of jobs that match.
struct JobCount
{
    std::int64_t count = 0;
    bool isExact = true; ///< false: there may be more
};

} // namespace fairlead

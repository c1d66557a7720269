// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"
#include "engine/domain/job_state.h"
#include "engine/domain/payload_match.h"

#include <memory>
#include <set>

namespace fairlead {

inline constexpr std::size_t filterIdsMax = 10'000;

/// Selects the jobs of a list, a count or a bulk act. Absent parts do not filter. A part that is there and has nothing
/// in it matches no job.
struct JobFilter
{
    std::optional<JobState> state;
    std::optional<std::vector<JobState>> anyOf; ///< in one of these states
    std::optional<QueueName> queue;
    std::optional<TenantName> tenant;
    std::optional<std::string> handler; ///< kind of the queue's handler
    std::optional<std::vector<std::string>> tags; ///< with all of these
    std::optional<std::string> tagPrefix; ///< with a tag that begins so
    std::optional<TimePoint> since; ///< created at or after
    std::optional<TimePoint> until; ///< created before
    std::optional<std::string> fingerprint; ///< dead letters with this error
    std::optional<int> attemptsMin; ///< runs counted so far
    std::optional<std::string> idPrefix; ///< of the lower-case form
    std::optional<std::string> idSuffix; ///< likewise
    std::optional<std::vector<JobId>> ids; ///< only these; at most filterIdsMax
    std::optional<JobId> operation; ///< retried by this operation, and by no act since
    std::optional<std::string> payload; ///< the text of a PayloadMatch
    std::optional<std::set<QueueName>> handlerQueues; ///< set by the engine for `handler`
    std::shared_ptr<const PayloadTest> payloadTest; ///< set by the engine for `payload`

    bool operator==(const JobFilter &) const = default;
};

/// Adds a value to a criterion that is a list.
template <typename T>
void addTo(std::optional<std::vector<T>> &list, T item)
{
    if (!list)
        list.emplace();
    list->push_back(std::move(item));
}

/// Whether a job passes the filter. State, attempts, fingerprint and operation are not checked, because a Job does not
/// have them, and the payload is not, because it may not be read.
bool passesFacts(const JobFilter &filter, const Job &job);
bool passesState(const JobFilter &filter, JobState state);
/// Whether the id begins and ends as the filter says.
bool passesIdParts(const JobFilter &filter, const JobId &id);
/// Without a test no payload passes a filter that has the criterion.
bool passesPayload(const JobFilter &filter, const std::string &payload);
/// Fails with TooLarge for more than filterIdsMax ids, with Invalid for texts that no job can have, and for parts that
/// are there and empty.
Result<> checkFilter(const JobFilter &filter);

/// The number of jobs that match.
struct JobCount
{
    std::int64_t count = 0;
    bool isExact = true; ///< false: there may be more
};

} // namespace fairlead

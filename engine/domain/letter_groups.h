// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
#include "engine/domain/ids.h"

#include <map>
#include <optional>
#include <vector>

namespace fairlead {

/// The key by which dead letters are grouped. A failure's fingerprint is made when it happens, so that grouping reads
/// no texts.
enum class GroupBy { Error, Queue, Tenant };
std::string_view groupByName(GroupBy by);
/// Fails with Invalid, listing the names.
Result<GroupBy> parseGroupBy(std::string_view text);

/// Selects the dead letters to group. Absent parts do not filter.
struct LetterGroupQuery
{
    GroupBy by = GroupBy::Error;
    std::optional<QueueName> queue;
    std::optional<TenantName> tenant;
    std::optional<std::string> fingerprint {}; ///< letters with this error alone
    int limit = 50; ///< 1 to 1000
    bool isByQueueToo = false; ///< by error: each queue has groups of its own
};

/// The number of letters of a group in one queue or tenant.
struct NameCount
{
    std::string name;
    std::int64_t count = 0;
    bool operator==(const NameCount &) const = default;
};
inline constexpr std::size_t nameCountsMax = 5;
/// The `nameCountsMax` largest counts, largest first.
std::vector<NameCount> largestOf(const std::map<std::string, std::int64_t> &counts);

/// Dead letters with the same key.
struct LetterGroup
{
    std::string key; ///< fingerprint, queue or tenant
    std::int64_t count = 0; ///< exact
    TimePoint first; ///< death of the oldest
    TimePoint last;
    JobId sample; ///< the latest
    std::string errorClass; ///< the sample's last error
    std::string text;
    std::vector<NameCount> queues; ///< those with most of the letters, at most nameCountsMax
    std::vector<NameCount> tenants;
    GroupBy by = GroupBy::Error; ///< the kind of `key`; not in the answer
};

struct LetterGroups
{
    std::vector<LetterGroup> groups; ///< largest first
    std::int64_t total = 0; ///< number of all groups
};

/// Keeps the `limit` largest groups, largest first, and of equal size the one with the latest death first. The order
/// does not follow from the keys, because it would tell of fingerprints.
void keepLargest(std::vector<LetterGroup> &groups, int limit);

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/letter_groups.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace fairlead {

namespace {
constexpr std::array<std::string_view, 3> groupByNames {"error", "queue", "tenant"};
}

std::string_view groupByName(GroupBy by)
{
    return groupByNames.at(static_cast<std::size_t>(by));
}

Result<GroupBy> parseGroupBy(std::string_view text)
{
    const auto found = std::find(groupByNames.begin(), groupByNames.end(), text);
    if (found == groupByNames.end())
        return failure(
            ErrorCode::Invalid, "'" + std::string(text.substr(0, 64)) + "': expected error, queue or tenant");
    return static_cast<GroupBy>(found - groupByNames.begin());
}

std::vector<NameCount> largestOf(const std::map<std::string, std::int64_t> &counts)
{
    std::vector<NameCount> all;
    all.reserve(counts.size());
    for (const auto &[name, count] : counts)
        all.push_back({name, count});
    std::stable_sort(all.begin(), all.end(), [](const NameCount &a, const NameCount &b) { return a.count > b.count; });
    if (all.size() > nameCountsMax)
        all.resize(nameCountsMax);
    return all;
}

void keepLargest(std::vector<LetterGroup> &groups, int limit)
{
    const auto kept = std::min(groups.size(), static_cast<std::size_t>(limit));
    std::partial_sort(groups.begin(), groups.begin() + static_cast<std::ptrdiff_t>(kept), groups.end(),
        [](const LetterGroup &a, const LetterGroup &b) {
            return std::tie(a.count, a.last, a.sample) > std::tie(b.count, b.last, b.sample);
        });
    groups.resize(kept);
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/tag_range.h"

namespace fairlead {

namespace {
/// Entries are counted no further. So many are sorted in some milliseconds.
constexpr std::int64_t entriesCountedMax = 10'000;

std::int64_t entriesOf(SqliteConnection &database, const TagRange &range)
{
    SqliteRows rows = database.statement("count_tagged").rows(range.first, range.last, entriesCountedMax + 1);
    return rows.next() ? rows.integer(0) : 0;
}
} // namespace

std::optional<TagRange> narrowestTags(SqliteConnection &database, const JobFilter &filter)
{
    std::vector<TagRange> ranges;
    if (filter.tags) {
        ranges.reserve(filter.tags->size() + 1);
        for (const std::string &tag : *filter.tags)
            ranges.push_back({tag, tag});
    }
    if (filter.tagPrefix)
        ranges.push_back({*filter.tagPrefix, *filter.tagPrefix + '\xff'}); // no text has this byte
    if (ranges.size() == 1 && ranges.front().isOneTag())
        return std::move(ranges.front());
    std::optional<TagRange> narrowest;
    std::int64_t fewest = std::numeric_limits<std::int64_t>::max();
    for (TagRange &range : ranges) {
        const std::int64_t entries = entriesOf(database, range);
        if (entries >= fewest || (!range.isOneTag() && entries > entriesCountedMax))
            continue;
        fewest = entries;
        narrowest = std::move(range);
    }
    return narrowest;
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/ready_entry_cache.h"

#include <algorithm>
#include <limits>

namespace fairlead {

void ReadyEntryCache::add(const ReadyKey &key, std::int64_t seq)
{
    while (m_count >= entriesMax) {
        m_count -= m_lanes.begin()->second.size();
        m_lanes.erase(m_lanes.begin());
    }
    std::deque<Entry> &lane = m_lanes[key.lane];
    if (!lane.empty() && lane.back().first >= key.position) {
        m_count -= lane.size();
        lane.clear();
    }
    lane.emplace_back(key.position, seq);
    ++m_count;
}

bool ReadyEntryCache::take(const ReadyKey &key, std::int64_t seq)
{
    const auto found = m_lanes.find(key.lane);
    if (found == m_lanes.end())
        return false;
    std::deque<Entry> &lane = found->second;
    // In most cases the entry is the first of its lane.
    const auto entry = lane.front().first == key.position
        ? lane.begin()
        : std::lower_bound(lane.begin(), lane.end(), Entry {key.position, std::numeric_limits<std::int64_t>::min()});
    if (entry == lane.end() || entry->first != key.position)
        return false;
    const bool isOfJob = entry->second == seq;
    lane.erase(entry);
    --m_count;
    if (lane.empty())
        m_lanes.erase(found);
    return isOfJob;
}

} // namespace fairlead

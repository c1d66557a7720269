// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/tombstones.h"

#include <algorithm>

namespace fairlead {

bool Tombstones::contains(const Positions &positions, std::int64_t position)
{
    // In most cases the position is above all of them.
    return !positions.empty() && position <= positions.back()
        && std::binary_search(positions.begin(), positions.end(), position);
}

const Tombstones::Positions &Tombstones::of(const LaneKey &lane) const
{
    static const Positions none;
    const auto found = m_lanes.find(lane);
    return found == m_lanes.end() ? none : found->second;
}

void Tombstones::add(const ReadyKey &key)
{
    Positions &positions = m_lanes[key.lane];
    const auto place = positions.empty() || positions.back() < key.position
        ? positions.end()
        : std::lower_bound(positions.begin(), positions.end(), key.position);
    if (place != positions.end() && *place == key.position)
        return;
    positions.insert(place, key.position);
    ++m_count;
}

void Tombstones::remove(const ReadyKey &key)
{
    const auto found = m_lanes.find(key.lane);
    Positions &positions = found->second;
    positions.erase(std::lower_bound(positions.begin(), positions.end(), key.position));
    if (positions.empty())
        m_lanes.erase(found);
    --m_count;
}

void Tombstones::removeFirst(const LaneKey &lane, std::size_t count)
{
    const auto found = m_lanes.find(lane);
    Positions &positions = found->second;
    positions.erase(positions.begin(), positions.begin() + static_cast<std::ptrdiff_t>(count));
    if (positions.empty())
        m_lanes.erase(found);
    m_count -= count;
}

std::vector<LaneKey> Tombstones::lanes() const
{
    std::vector<LaneKey> lanes;
    lanes.reserve(m_lanes.size());
    for (const auto &[lane, positions] : m_lanes)
        lanes.push_back(lane);
    std::sort(lanes.begin(), lanes.end());
    return lanes;
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/deferred_changes.h"

#include <unordered_map>
#include <vector>

namespace fairlead {

/// The entries of the table `ready` that are consumed but not removed yet. Most entries of a lane are consumed in
/// order, so that a new tombstone mostly goes to the end of a list. Threads: one.
class Tombstones
{
public:
    /// The positions of one lane, ascending.
    using Positions = std::vector<std::int64_t>;

    bool contains(const ReadyKey &key) const { return contains(of(key.lane), key.position); }
    /// The same, for positions that `of` returned.
    static bool contains(const Positions &positions, std::int64_t position);
    /// The tombstones of a lane.
    const Positions &of(const LaneKey &lane) const;
    void add(const ReadyKey &key);
    /// REQUIRES: the tombstone is there.
    void remove(const ReadyKey &key);
    /// Removes the first `count` tombstones of a lane. REQUIRES: the lane has them.
    void removeFirst(const LaneKey &lane, std::size_t count);
    std::size_t count() const { return m_count; }
    /// The lanes with tombstones, in the order of the table.
    std::vector<LaneKey> lanes() const;

private:
    std::unordered_map<LaneKey, Positions, LaneKeyHash>
        m_lanes; ///< no list is empty; callers do not choose these numbers
    std::size_t m_count = 0;
};

} // namespace fairlead

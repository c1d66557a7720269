// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/late_changes.h"

#include <unordered_map>
#include <vector>

namespace fairlead {

/// Entries of the table `ready` that do not count any more and are still there. Most of a lane are consumed in order,
/// so each goes to the end of a list. Threads: one.
class ConsumedEntries
{
public:
    /// The positions of one lane, rising.
    using Positions = std::vector<std::int64_t>;

    bool contains(const ReadyKey &key) const { return contains(of(key.lane), key.position); }
    /// The same for a lane that was looked up before.
    static bool contains(const Positions &positions, std::int64_t position);
    /// Empty when there are none.
    const Positions &of(const LaneKey &lane) const;
    void add(const ReadyKey &key);
    /// REQUIRES: it is there.
    void remove(const ReadyKey &key);
    /// Removes the first so many of a lane. REQUIRES: it has them.
    void removeFirst(const LaneKey &lane, std::size_t count);
    std::size_t count() const { return m_count; }
    /// Lanes with entries, in the order of the table.
    std::vector<LaneKey> lanes() const;

private:
    std::unordered_map<LaneKey, Positions, LaneKeyHash> m_lanes; ///< none empty; of numbers, which no stranger chooses
    std::size_t m_count = 0;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/sqlite/deferred_changes.h"

#include <deque>
#include <unordered_map>
#include <utility>

namespace fairlead {

/// Entries of the table `ready` that were read and not taken since. Taking one that is here needs no further read.
/// Drops whole lanes when there are too many entries. Threads: one.
class ReadyEntryCache
{
public:
    /// Adds the entry of the job `seq`. Positions of a lane must ascend; a lower position restarts the lane.
    void add(const ReadyKey &key, std::int64_t seq);
    /// Removes an entry. True when it was here and belongs to the job `seq`.
    bool take(const ReadyKey &key, std::int64_t seq);

private:
    static constexpr std::size_t entriesMax = 500'000; ///< 16 bytes each
    using Entry = std::pair<std::int64_t, std::int64_t>; ///< position and seq

    std::unordered_map<LaneKey, std::deque<Entry>, LaneKeyHash> m_lanes; ///< no list is empty
    std::size_t m_count = 0;
};

} // namespace fairlead

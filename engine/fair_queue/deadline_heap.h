// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"

#include <cstdint>
#include <limits>
#include <vector>

namespace fairlead {

/// The earliest of many deadlines: a binary heap whose entries know their place, so that each can leave at any time.
/// Threads: one. Borrows its entries.
class DeadlineHeap
{
public:
    struct Entry
    {
        static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
        MonotonicTime deadline = MonotonicTime::max(); ///< max: never; not put into the heap
        std::uint32_t place = none; ///< the heap's own
    };

    /// REQUIRES: not in.
    void add(Entry &entry);
    /// Does nothing when it is not in.
    void remove(Entry &entry);
    /// Null when empty.
    Entry *earliest() const { return m_entries.empty() ? nullptr : m_entries.front(); }

private:
    void put(std::size_t place, Entry *entry);
    void moveUp(std::size_t place);
    void moveDown(std::size_t place);

    std::vector<Entry *> m_entries;
};

} // namespace fairlead

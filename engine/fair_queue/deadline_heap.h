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
    /// Base of a thing with a deadline.
    struct Entry
    {
        static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
        std::uint32_t place = none; ///< in the heap, which alone changes it
        bool hasDeadline() const { return place != none; }
    };

    /// REQUIRES: not in.
    void add(Entry &entry, MonotonicTime deadline);
    /// REQUIRES: in.
    void remove(Entry &entry);
    bool isEmpty() const { return m_entries.empty(); }
    /// REQUIRES: not empty.
    MonotonicTime earliest() const { return m_entries.front().deadline; }
    Entry &first() const { return *m_entries.front().entry; }

private:
    struct Timed
    {
        MonotonicTime deadline;
        Entry *entry;
    };
    void put(std::size_t place, const Timed &timed);
    void moveUp(std::size_t place);
    void moveDown(std::size_t place);

    std::vector<Timed> m_entries;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>

namespace fairlead {

/// A queue of small numbers that lie side by side, so that the next ones are read in one go. A number can leave from
/// the middle by its place; it leaves a gap, which is skipped when its turn comes. Threads: one.
class TurnOrder
{
public:
    using Id = std::uint32_t;
    using Place = std::uint32_t;
    static constexpr Id none = std::numeric_limits<Id>::max();

    std::size_t size() const { return m_size; }
    /// Numbers and gaps for which there is memory.
    std::uint32_t slotCount() const { return m_mask + 1; }
    /// REQUIRES: not empty.
    Id first() const { return at(m_head); }
    /// The number so many turns after the first; `none` for a gap or beyond the end.
    Id ahead(std::uint32_t turns) const { return turns < m_tail - m_head ? at(m_head + turns) : none; }

    /// To be called before each `push`. `setPlace(Id, Place)` is called for numbers whose place changes.
    template <typename SetPlace>
    void reserve(SetPlace setPlace)
    {
        if (m_tail - m_head == slotCount()) [[unlikely]]
            makeRoom(setPlace);
    }
    /// Adds a number at the end and gives its place. Unless `isAdded` it gives `place` and does nothing, in the same
    /// steps, since processors guess badly which it will be. REQUIRES: `reserve` was called.
    Place push(Id id, bool isAdded = true, Place place = none)
    {
        m_slots.get()[m_tail & m_mask] = id; // read by nobody unless it is added
        const Place end = m_tail & placeMask;
        m_tail += isAdded;
        m_size += isAdded;
        const Place mask = 0U - isAdded;
        return (end & mask) | (place & ~mask);
    }
    /// Moves the first number to the end and gives its place there. REQUIRES: not empty.
    Place moveFirstToEnd() { return takeFirst(true); }
    /// Takes the first number out, and adds it at the end if it `stays`: its place, or `none`. The same steps both
    /// ways. REQUIRES: not empty.
    Place takeFirst(bool stays)
    {
        const Id id = first();
        ++m_head; // before: when all slots are in use, it is the slot of the new place
        m_slots.get()[m_tail & m_mask] = id; // read by nobody unless it stays
        const Place place = (m_tail & placeMask) | (Place {stays} - 1); // all bits set are `none`
        m_tail += stays;
        m_size -= !stays;
        if (m_size > 0) [[likely]]
            skipGaps();
        else
            m_head = m_tail;
        return place;
    }
    /// REQUIRES: a number is at this place.
    void remove(Place place)
    {
        if (place == (m_head & placeMask)) {
            takeFirst(false);
            return;
        }
        --m_size;
        m_slots.get()[place & m_mask] = none;
    }
    /// Calls `visit(Id)` for all, in order.
    template <typename Visit>
    void forEach(Visit visit) const
    {
        for (std::uint32_t position = m_head; position != m_tail; ++position) {
            if (at(position) != none)
                visit(at(position));
        }
    }

private:
    static constexpr Place placeMask = 0x7fff'ffff; ///< a place differs from `none` for ever
    static constexpr std::uint32_t firstSlots = 8;

    Id at(std::uint32_t position) const { return m_slots.get()[position & m_mask]; }
    /// REQUIRES: not empty.
    void skipGaps()
    {
        while (at(m_head) == none)
            [[unlikely]]++ m_head;
    }
    /// Closes the gaps when they are the half, else doubles the slots: both are paid for by as many pushes.
    template <typename SetPlace>
    void makeRoom(SetPlace setPlace)
    {
        const std::uint32_t end = m_tail;
        if (m_size > slotCount() / 2 || slotCount() == 0) {
            const std::uint32_t mask = slotCount() == 0 ? firstSlots - 1 : 2 * m_mask + 1;
            auto larger = std::make_unique<Id[]>(std::size_t {mask} + 1);
            for (std::uint32_t position = m_head; position != end; ++position)
                larger[position & mask] = at(position);
            m_slots = std::move(larger);
            m_mask = mask;
            return;
        }
        m_tail = m_head;
        m_size = 0;
        for (std::uint32_t position = m_head; position != end; ++position) {
            if (const Id id = at(position); id != none)
                setPlace(id, push(id));
        }
    }

    std::unique_ptr<Id[]> m_slots;
    std::uint32_t m_mask =
        std::numeric_limits<std::uint32_t>::max(); ///< number of slots, a power of two or 0, less one
    std::uint32_t m_head = 0; ///< position of the first; positions count on and wrap around
    std::uint32_t m_tail = 0; ///< behind the last
    std::size_t m_size = 0;
};

} // namespace fairlead

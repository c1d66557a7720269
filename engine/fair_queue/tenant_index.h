// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/fair_queue/page_memory.h"

#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>

namespace fairlead {

/// Numbers of tenants by the hashes of their names. Open addressing with linear probing; a slot keeps half of the hash
/// and begins its search by the upper bits of that, so that it is small, seldom any tenant but the right one is looked
/// at, and growing reads nothing but the slots, in order. Threads: one.
class TenantIndex
{
public:
    /// The number with this hash for which `isIt(number)`.
    template <typename IsIt>
    std::optional<std::uint32_t> find(std::uint64_t hash, IsIt isIt) const
    {
        const Slot *slots = this->slots();
        const std::uint32_t tag = tagOf(hash);
        for (std::size_t at = homeOf(tag); slots[at].place != 0; at = after(at)) {
            if (slots[at].tag == tag && isIt(slots[at].place - 1)) [[likely]]
                return slots[at].place - 1;
        }
        return std::nullopt;
    }
    /// REQUIRES: not in.
    void add(std::uint64_t hash, std::uint32_t number)
    {
        if (loadDivisor * (m_size + 1) > loadDividend * slotCount())
            grow();
        put({tagOf(hash), number + 1});
        ++m_size;
    }
    /// REQUIRES: in.
    void remove(std::uint64_t hash, std::uint32_t number)
    {
        Slot *slots = this->slots();
        std::size_t hole = homeOf(tagOf(hash));
        while (slots[hole].place != number + 1)
            hole = after(hole);
        // Those that this one pushed away from their homes move up.
        for (std::size_t at = after(hole); slots[at].place != 0; at = after(at)) {
            if (distance(homeOf(slots[at].tag), at) >= distance(hole, at)) {
                slots[hole] = slots[at];
                hole = at;
            }
        }
        slots[hole] = {};
        --m_size;
    }
    std::size_t size() const { return m_size; }

private:
    struct Slot
    {
        std::uint32_t tag;
        std::uint32_t place; ///< number + 1; 0: free
    };
    static constexpr int firstBits = 6;
    /// At most a third of the slots is in use.
    static constexpr std::size_t loadDivisor = 3;
    static constexpr std::size_t loadDividend = 1;

    static PageMemory freeSlots(std::size_t count)
    {
        PageMemory memory = pageMemory(count * sizeof(Slot));
        std::memset(memory.get(), 0, count * sizeof(Slot));
        return memory;
    }
    Slot *slots() const { return reinterpret_cast<Slot *>(m_memory.get()); }
    std::size_t slotCount() const { return std::size_t {1} << (32 - m_shift); }
    static std::uint32_t tagOf(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 32); }
    std::size_t homeOf(std::uint32_t tag) const { return tag >> m_shift; }
    std::size_t after(std::size_t at) const { return (at + 1) & (slotCount() - 1); }
    std::size_t distance(std::size_t from, std::size_t to) const { return (to - from) & (slotCount() - 1); }

    void put(const Slot &slot)
    {
        std::size_t at = homeOf(slot.tag);
        while (slots()[at].place != 0)
            at = after(at);
        slots()[at] = slot;
    }
    void grow()
    {
        const std::size_t oldCount = slotCount();
        --m_shift;
        const PageMemory old = std::exchange(m_memory, freeSlots(slotCount()));
        const auto *oldSlots = reinterpret_cast<const Slot *>(old.get());
        for (std::size_t at = 0; at < oldCount; ++at) {
            if (oldSlots[at].place != 0)
                put(oldSlots[at]);
        }
    }

    int m_shift = 32 - firstBits; ///< 2^(32 - m_shift) slots
    PageMemory m_memory = freeSlots(std::size_t {1} << firstBits);
    std::size_t m_size = 0;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/fair_queue/tenant_hash.h"

#include <memory>
#include <utility>
#include <vector>

namespace fairlead {

/// Records of tenants by name, at addresses that stay. Open addressing with linear probing; a slot keeps part of the
/// hash, so that seldom any record but the right one is touched, and is small, so that many share a cache line.
/// `Record` has a `Tenant name`. Threads: one.
template <typename Record, typename Tenant>
class TenantIndex
{
public:
    explicit TenantIndex(const HashKey &key)
        : m_key(key)
    {
    }

    Record *find(std::uint64_t hash, const Tenant &name) const
    {
        for (std::size_t at = homeOf(hash); m_slots[at].number != 0; at = after(at)) {
            if (m_slots[at].tag == tagOf(hash) && recordAt(at).name == name)
                return &recordAt(at);
        }
        return nullptr;
    }
    /// REQUIRES: not in.
    Record &add(std::uint64_t hash, const Tenant &name)
    {
        if (5 * (m_size + 1) > 4 * m_slots.size())
            grow();
        const Slot slot {tagOf(hash), allocate()};
        put(slot, hash);
        ++m_size;
        Record &record = recordOf(slot.number);
        record.name = name;
        return record;
    }
    void remove(Record &record)
    {
        std::size_t hole = homeOf(tenantHash(m_key, record.name));
        while (&recordAt(hole) != &record)
            hole = after(hole);
        const std::uint32_t number = m_slots[hole].number;
        // What was pushed away from its home by this one moves up.
        for (std::size_t at = after(hole); m_slots[at].number != 0; at = after(at)) {
            const std::size_t home = homeOf(tenantHash(m_key, recordAt(at).name));
            if (distance(home, at) >= distance(hole, at)) {
                m_slots[hole] = m_slots[at];
                hole = at;
            }
        }
        m_slots[hole] = {};
        --m_size;
        std::destroy_at(&record);
        std::construct_at(&record);
        m_free.push_back(number);
    }
    std::size_t size() const { return m_size; }
    template <typename Visit>
    void forEach(Visit visit) const
    {
        for (const Slot &slot : m_slots) {
            if (slot.number != 0)
                visit(recordOf(slot.number));
        }
    }

private:
    struct Slot
    {
        std::uint32_t tag = 0;
        std::uint32_t number = 0; ///< of the record, from 1; 0: free
    };
    static constexpr std::size_t recordsPerBlock = 256;

    static std::uint32_t tagOf(std::uint64_t hash) { return static_cast<std::uint32_t>(hash >> 24); }
    std::size_t homeOf(std::uint64_t hash) const { return hash & (m_slots.size() - 1); }
    std::size_t after(std::size_t at) const { return (at + 1) & (m_slots.size() - 1); }
    std::size_t distance(std::size_t from, std::size_t to) const { return (to - from) & (m_slots.size() - 1); }

    Record &recordOf(std::uint32_t number) const
    {
        return m_blocks[(number - 1) / recordsPerBlock][(number - 1) % recordsPerBlock];
    }
    Record &recordAt(std::size_t slot) const { return recordOf(m_slots[slot].number); }

    void put(const Slot &slot, std::uint64_t hash)
    {
        std::size_t at = homeOf(hash);
        while (m_slots[at].number != 0)
            at = after(at);
        m_slots[at] = slot;
    }
    void grow()
    {
        const auto old = std::exchange(m_slots, std::vector<Slot>(m_slots.size() * 2));
        for (const Slot &slot : old) {
            if (slot.number != 0)
                put(slot, tenantHash(m_key, recordOf(slot.number).name));
        }
    }
    std::uint32_t allocate()
    {
        if (!m_free.empty()) {
            const std::uint32_t number = m_free.back();
            m_free.pop_back();
            return number;
        }
        if (m_size == m_blocks.size() * recordsPerBlock)
            m_blocks.push_back(std::make_unique<Record[]>(recordsPerBlock));
        return static_cast<std::uint32_t>(m_size + 1);
    }

    const HashKey m_key;
    std::vector<Slot> m_slots = std::vector<Slot>(16);
    std::size_t m_size = 0;
    std::vector<std::unique_ptr<Record[]>> m_blocks;
    std::vector<std::uint32_t> m_free;
};

} // namespace fairlead

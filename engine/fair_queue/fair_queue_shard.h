// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/fair_queue/fair_lanes.h"
#include "engine/fair_queue/fair_queue_settings.h"
#include "engine/fair_queue/tenant_index.h"

#include <atomic>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <type_traits>
#include <utility>
#include <vector>

namespace fairlead {

/// A tenant as a FairQueue remembers it; what every item touches is in the first cache line. "Queue's lock" and
/// "shard's lock" say what guards a member; counters that both need are written under one and read under the other.
/// Counters wrap around.
template <typename Tenant>
struct alignas(64) KnownTenant : LaneTenant // queue's lock
{
    bool isListed = false; ///< shard's lock: among those that may be forgotten when they are idle
    bool hasRule = false; ///< shard's lock
    std::uint8_t shard = 0; ///< constant
    std::atomic<std::uint32_t> entered {0}; ///< written under the shard's lock
    std::atomic<std::uint32_t> left {0}; ///< written under the queue's lock
    std::uint32_t recycled = 0; ///< shard's lock: items that have left and whose places are back
    std::uint32_t blocked = 0; ///< shard's lock: producers that wait for room
    std::atomic<std::int64_t> servedCost {0}; ///< written under the queue's lock
    Tenant name {}; ///< constant

    /// Never less than what waits, for one who holds the shard's lock.
    std::uint32_t length() const
    {
        return entered.load(std::memory_order_relaxed) - left.load(std::memory_order_acquire);
    }
    /// Nobody refers to it. REQUIRES: the shard's lock.
    bool isIdle() const { return entered.load(std::memory_order_relaxed) == recycled && blocked == 0 && !hasRule; }
};

/// A place for one value, used again and again. Chained by `next` while in no lane.
template <typename T>
struct FairQueueItem : LaneItem
{
    FairQueueItem() { }
    ~FairQueueItem() { }
    FairQueueItem(const FairQueueItem &) = delete;
    FairQueueItem &operator=(const FairQueueItem &) = delete;

    FairQueueItem *nextInChain() const { return static_cast<FairQueueItem *>(next); }

    std::atomic<std::uint64_t> ticket {0}; ///< of the item that is in it; 0: none
    MonotonicTime enqueued;
    union {
        T value; ///< exists while the ticket is not 0
    };
};

/// Items on their way between two owners, the latest first (R. K. Treiber's stack; all are taken at once, so that no
/// item can come back in between). Threads: any.
template <typename T>
class PassingItems
{
public:
    using Item = FairQueueItem<T>;
    void add(Item &item)
    {
        Item *first = m_first.load(std::memory_order_relaxed);
        do {
            item.next = first;
        } while (!m_first.compare_exchange_weak(first, &item));
    }
    bool isEmpty() const { return m_first.load() == nullptr; }
    Item *takeAll() { return m_first.exchange(nullptr); }

private:
    std::atomic<Item *> m_first {nullptr};
};

/// One of a FairQueue's doors: knows a part of the tenants and lets their items in, so that producers of different
/// tenants seldom meet, and never stand in the way of consumers.
/// Threads: any, each under `mutex` but for the passing items; the queue's lock, when needed too, is taken before.
template <typename T, typename Tenant>
class FairQueueShard
{
public:
    using Known = KnownTenant<Tenant>;
    using Item = FairQueueItem<T>;

    alignas(64) PassingItems<T> arrivals; ///< from producers to the scheduler
    PassingItems<T> freed; ///< whose values are gone, from the scheduler back to here
    alignas(64) std::mutex mutex;
    FairQueueLimits limits;
    std::size_t idleMax = 0;
    bool isClosed = false;
    std::uint64_t refused = 0;

    FairQueueShard(const HashKey &key, std::uint8_t number)
        : m_number(number)
        , m_tenants(key)
    {
    }

    /// The tenant, remembered from now on.
    Known &know(std::uint64_t hash, const Tenant &tenant)
    {
        if (Known *known = m_tenants.find(hash, tenant))
            return *known;
        Known &known = m_tenants.add(hash, tenant);
        known.shard = m_number;
        noteIdle(known);
        forgetIdle();
        return known;
    }
    const TenantIndex<Known, Tenant> &tenants() const { return m_tenants; }

    /// Null: nothing is set.
    const TenantRule *ruleOf(const Known &known) const { return known.hasRule ? &m_rules.at(&known) : nullptr; }
    void setRule(Known &known, const TenantRule &rule)
    {
        const bool wasIdle = known.isIdle();
        known.hasRule = rule != TenantRule {};
        if (known.hasRule)
            m_rules[&known] = rule;
        else
            m_rules.erase(&known);
        noteChange(known, wasIdle);
    }
    /// A producer begins (1) or ends (-1) to wait for room.
    void addBlocked(Known &known, int change)
    {
        const bool wasIdle = known.isIdle();
        known.blocked += static_cast<std::uint32_t>(change);
        noteChange(known, wasIdle);
    }

    /// Counts the item and fills it; it is in no lane and no chain yet.
    Item &make(Known &known, T &&value, const ItemOptions &options, std::uint64_t ticket, MonotonicTime now)
    {
        m_idleCount -= known.isIdle() ? 1 : 0;
        known.entered.store(known.entered.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
        Item &item = allocate();
        item.tenant = &known;
        item.cost = options.cost;
        item.priority = options.priority;
        item.deadline = options.deadline.value_or(MonotonicTime::max());
        item.enqueued = now;
        new (&item.value) T(std::move(value));
        item.ticket.store(ticket, std::memory_order_relaxed);
        return item;
    }
    /// Takes back what was freed, and forgets tenants that are idle for longest when there are too many.
    void recycle()
    {
        if (freed.isEmpty())
            return;
        for (Item *item = freed.takeAll(); item;) {
            auto &known = static_cast<Known &>(*item->tenant);
            ++known.recycled;
            if (known.isIdle())
                noteIdle(known);
            Item *next = item->nextInChain();
            item->next = m_free;
            m_free = item;
            item = next;
        }
        forgetIdle();
    }

private:
    static constexpr std::size_t itemsPerBlock = 256;

    void noteIdle(Known &known)
    {
        ++m_idleCount;
        if (!std::exchange(known.isListed, true))
            m_listed.push_back(&known);
    }
    void noteChange(Known &known, bool wasIdle)
    {
        if (wasIdle && !known.isIdle())
            --m_idleCount;
        else if (!wasIdle && known.isIdle())
            noteIdle(known);
    }
    /// Forgets those that were listed first. Who is busy when its turn comes is listed again when it becomes idle.
    void forgetIdle()
    {
        while (m_idleCount > std::max<std::size_t>(idleMax, 1)) {
            Known &known = *m_listed.front();
            m_listed.pop_front();
            known.isListed = false;
            if (known.isIdle()) {
                --m_idleCount;
                m_tenants.remove(known);
            }
        }
    }
    Item &allocate()
    {
        if (!m_free) {
            m_blocks.push_back(std::make_unique<Item[]>(itemsPerBlock));
            for (std::size_t i = itemsPerBlock; i-- > 0;) {
                m_blocks.back()[i].next = m_free;
                m_free = &m_blocks.back()[i];
            }
        }
        Item &item = *m_free;
        m_free = item.nextInChain();
        return item;
    }

    const std::uint8_t m_number;
    TenantIndex<Known, Tenant> m_tenants;
    std::map<const Known *, TenantRule> m_rules;
    std::size_t m_idleCount = 0;
    std::deque<Known *> m_listed; ///< those that were idle, the longest ago first; some are busy again
    std::vector<std::unique_ptr<Item[]>> m_blocks;
    Item *m_free = nullptr;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
// Part of fair_queue.h: beginning and end, what happens under the lock, settings and figures.
#pragma once

namespace fairlead {

template <typename T, typename Tenant>
FairQueue<T, Tenant>::FairQueue(const Clock &clock, const FairQueueOptions &options)
    : m_clock(clock)
    , m_hashKey([] {
        SystemRandom random;
        return HashKey {random.next(), random.next()};
    }())
    , m_topTenantsMax(options.topTenantsMax)
{
    const std::size_t shards = std::clamp<std::size_t>(options.shards, 1, 64);
    for (std::size_t i = 0; i < shards; ++i) {
        m_shards.push_back(std::make_unique<Shard>(m_hashKey, static_cast<std::uint8_t>(i)));
        m_shards.back()->limits = options.limits;
        m_shards.back()->idleMax = options.idleTenantsMax / shards;
    }
    m_lanes.setQuantum(options.quantum);
    m_lanes.setPriorityMode(options.priorityMode);
}

template <typename T, typename Tenant>
void FairQueue<T, Tenant>::Aftermath::run()
{
    values.clear();
    for (const std::function<void()> &task : std::exchange(tasks, {}))
        task();
}

template <typename T, typename Tenant>
std::uint32_t FairQueue<T, Tenant>::shardIndex(std::uint64_t hash) const
{
    return static_cast<std::uint32_t>(((hash >> 32) * m_shards.size()) >> 32);
}

template <typename T, typename Tenant>
typename FairQueue<T, Tenant>::Handle FairQueue<T, Tenant>::handleOf(Item &item)
{
    Handle handle;
    handle.item = &item;
    handle.ticket = item.ticket.load(std::memory_order_relaxed);
    return handle;
}

// --- under the lock --------------------------------------------------------------------------------------------------

/// Brings what came in by the shards to the lanes, in order of arrival.
template <typename T, typename Tenant>
void FairQueue<T, Tenant>::admitArrivals()
{
    if (m_earliestArrival.load(std::memory_order_relaxed) != never)
        m_earliestArrival.store(never); // before what follows: who comes later notes its deadline again
    const std::uint64_t admitted = m_admitted.load(std::memory_order_relaxed);
    if (m_accepted.load() == admitted)
        return;
    m_arrivals.clear();
    std::size_t sources = 0;
    for (const auto &shard : m_shards) {
        if (shard->arrivals.isEmpty())
            continue;
        const auto first = static_cast<std::ptrdiff_t>(m_arrivals.size());
        for (Item *item = shard->arrivals.takeAll(); item; item = item->nextInChain())
            m_arrivals.push_back(item);
        std::reverse(m_arrivals.begin() + first, m_arrivals.end());
        ++sources;
    }
    if (sources > 1) {
        std::sort(m_arrivals.begin(), m_arrivals.end(), [](const Item *left, const Item *right) {
            return left->ticket.load(std::memory_order_relaxed) < right->ticket.load(std::memory_order_relaxed);
        });
    }
    for (Item *item : m_arrivals)
        m_lanes.add(*item);
    m_admitted.store(admitted + m_arrivals.size(), std::memory_order_relaxed);
}

/// Takes out everything whose deadline has passed, what has just arrived included.
template <typename T, typename Tenant>
void FairQueue<T, Tenant>::expire(MonotonicTime now, Aftermath &aftermath)
{
    admitArrivals();
    while (DeadlineHeap::Entry *entry = m_lanes.deadlines().earliest()) {
        if (entry->deadline >= now)
            break;
        discard(static_cast<Item &>(*entry), m_counts.expired, aftermath);
    }
}

template <typename T, typename Tenant>
void FairQueue<T, Tenant>::discard(Item &item, std::uint64_t &counter, Aftermath &aftermath)
{
    m_lanes.remove(item);
    aftermath.values.push_back(std::move(item.value));
    ++counter;
    release(item);
}

/// The end of an item that is in no lane.
template <typename T, typename Tenant>
void FairQueue<T, Tenant>::release(Item &item)
{
    Known &known = static_cast<Known &>(*item.tenant);
    item.value.~T();
    item.ticket.store(0, std::memory_order_relaxed);
    known.left.store(known.left.load(std::memory_order_relaxed) + 1, std::memory_order_release);
    m_left.store(m_left.load(std::memory_order_relaxed) + 1, std::memory_order_release);
    m_shards[known.shard]->freed.add(item); // the last: from here on the tenant may be forgotten
}

// --- from outside ----------------------------------------------------------------------------------------------------

template <typename T, typename Tenant>
bool FairQueue<T, Tenant>::cancel(const Handle &handle)
{
    if (!handle.item)
        return false;
    Aftermath aftermath;
    const Lock lock(m_mutex);
    admitArrivals();
    if (handle.item->ticket.load(std::memory_order_relaxed) != handle.ticket)
        return false;
    discard(*handle.item, m_counts.cancelled, aftermath);
    settle(m_clock.monotonicNow(), aftermath);
    return true;
}

template <typename T, typename Tenant>
void FairQueue<T, Tenant>::close(CloseMode mode)
{
    for (const auto &shard : m_shards) {
        const std::scoped_lock shardLock(shard->mutex);
        shard->isClosed = true;
    }
    Aftermath aftermath;
    const Lock lock(m_mutex);
    admitArrivals();
    m_isClosed = true;
    while (!m_blocked.empty()) {
        Blocked &blocked = *m_blocked.front();
        m_blocked.pop_front();
        refuse(blocked, ErrorCode::Unavailable);
    }
    if (mode == CloseMode::Immediate) {
        for (LaneItem *item : m_lanes.takeAll()) {
            aftermath.values.push_back(std::move(static_cast<Item &>(*item).value));
            ++m_counts.cancelled;
            release(static_cast<Item &>(*item));
        }
    }
    settle(m_clock.monotonicNow(), aftermath);
}

template <typename T, typename Tenant>
void FairQueue<T, Tenant>::setPaused(bool isPaused)
{
    Aftermath aftermath;
    const Lock lock(m_mutex);
    m_isPaused = isPaused;
    settle(m_clock.monotonicNow(), aftermath);
}

template <typename T, typename Tenant>
Result<> FairQueue<T, Tenant>::setTenant(const Tenant &tenant, const TenantRule &rule)
{
    if (const auto weight = checkWeight(rule.weight); !weight)
        return failure(weight.error());
    changeTenant(tenant, [&rule](const TenantRule &) { return rule; });
    return {};
}

template <typename T, typename Tenant>
Result<> FairQueue<T, Tenant>::setWeight(const Tenant &tenant, double weight)
{
    if (const auto checked = checkWeight(weight); !checked)
        return failure(checked.error());
    changeTenant(tenant, [weight](TenantRule rule) {
        rule.weight = weight;
        return rule;
    });
    return {};
}

template <typename T, typename Tenant>
template <typename Change>
void FairQueue<T, Tenant>::changeTenant(const Tenant &tenant, Change change)
{
    Aftermath aftermath;
    const Lock lock(m_mutex);
    admitArrivals();
    const std::uint64_t hash = tenantHash(m_hashKey, tenant);
    {
        Shard &shard = *m_shards[shardIndex(hash)];
        const std::scoped_lock shardLock(shard.mutex);
        Known &known = shard.know(hash, tenant);
        const TenantRule *old = shard.ruleOf(known);
        const TenantRule rule = change(old ? *old : TenantRule {});
        m_lanes.setWeight(known, rule.weight);
        m_lanes.setPaused(known, rule.isPaused);
        shard.setRule(known, rule);
    }
    settle(m_clock.monotonicNow(), aftermath);
}

template <typename T, typename Tenant>
TenantRule FairQueue<T, Tenant>::ruleOf(const Tenant &tenant) const
{
    const std::uint64_t hash = tenantHash(m_hashKey, tenant);
    Shard &shard = *m_shards[shardIndex(hash)];
    const std::scoped_lock shardLock(shard.mutex);
    const Known *known = shard.tenants().find(hash, tenant);
    const TenantRule *rule = known ? shard.ruleOf(*known) : nullptr;
    return rule ? *rule : TenantRule {};
}

template <typename T, typename Tenant>
void FairQueue<T, Tenant>::setLimits(const FairQueueLimits &limits)
{
    Aftermath aftermath;
    const Lock lock(m_mutex);
    for (const auto &shard : m_shards) {
        const std::scoped_lock shardLock(shard->mutex);
        shard->limits = limits;
    }
    settle(m_clock.monotonicNow(), aftermath);
}

template <typename T, typename Tenant>
void FairQueue<T, Tenant>::setQuantum(std::int64_t quantum)
{
    const Lock lock(m_mutex);
    m_lanes.setQuantum(quantum);
}

template <typename T, typename Tenant>
FairQueueCounts FairQueue<T, Tenant>::counts()
{
    Aftermath aftermath;
    const Lock lock(m_mutex);
    const MonotonicTime now = m_clock.monotonicNow();
    expire(now, aftermath);
    settle(now, aftermath);
    return countsUnderLock();
}

template <typename T, typename Tenant>
FairQueueCounts FairQueue<T, Tenant>::countsUnderLock() const
{
    FairQueueCounts counts = m_counts;
    counts.accepted = m_admitted.load(std::memory_order_relaxed);
    counts.length = m_lanes.size();
    counts.waitingConsumers = m_takers.size();
    counts.waitingProducers = m_blocked.size();
    for (const auto &shard : m_shards) {
        const std::scoped_lock shardLock(shard->mutex);
        counts.refused += shard->refused;
    }
    return counts;
}

template <typename T, typename Tenant>
FairQueueStats<Tenant> FairQueue<T, Tenant>::stats()
{
    FairQueueStats<Tenant> stats;
    {
        Aftermath aftermath;
        const Lock lock(m_mutex);
        const MonotonicTime now = m_clock.monotonicNow();
        expire(now, aftermath);
        settle(now, aftermath);
        stats.counts = countsUnderLock();
        stats.waited = m_waited;
    }
    for (const auto &shard : m_shards) {
        const std::scoped_lock shardLock(shard->mutex);
        shard->recycle();
        stats.tenants += shard->tenants().size();
        shard->tenants().forEach([&](const Known &known) { addTop(known, stats.top); });
    }
    std::sort(stats.top.begin(), stats.top.end(), isServedMore);
    return stats;
}

/// Keeps a heap of those served most, the least of them in front.
template <typename T, typename Tenant>
void FairQueue<T, Tenant>::addTop(const Known &known, std::vector<Top> &top) const
{
    const std::int64_t cost = known.servedCost.load(std::memory_order_relaxed);
    if (cost == 0 || m_topTenantsMax == 0 || (top.size() == m_topTenantsMax && cost <= top.front().cost))
        return;
    if (top.size() == m_topTenantsMax) {
        std::pop_heap(top.begin(), top.end(), isServedMore);
        top.pop_back();
    }
    top.push_back({known.name, cost, known.length()});
    std::push_heap(top.begin(), top.end(), isServedMore);
}

} // namespace fairlead

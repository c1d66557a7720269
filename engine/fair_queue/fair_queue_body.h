// SPDX-License-Identifier: Apache-2.0
// Part of fair_queue.h: beginning and end, settings and figures.
#pragma once

namespace fairlead {

template <typename T, typename Tenant>
FairQueue<T, Tenant>::FairQueue(const Clock &clock, const FairQueueOptions &options)
    : m_clock(clock)
    , m_topTenantsMax(options.topTenantsMax)
    , m_isWaitMeasured(options.isWaitMeasured)
    , m_waitClock(clock)
    , m_lanes(options.priorityMode)
    , m_tenants(m_lanes, options.idleTenantsMax)
{
    takeLimits(options.limits);
    m_lanes.setQuantum(options.quantum);
}

template <typename T, typename Tenant>
void FairQueue<T, Tenant>::Aftermath::run()
{
    values.clear();
    for (const std::function<void()> &task : std::exchange(tasks, {}))
        task();
}

template <typename T, typename Tenant>
typename FairQueue<T, Tenant>::Handle FairQueue<T, Tenant>::handleOf(Item &item)
{
    Handle handle;
    handle.item = &item;
    handle.ticket = item.ticket;
    return handle;
}

// --- items that leave without being delivered ------------------------------------------------------------------------

/// Takes out every item whose deadline has passed.
template <typename T, typename Tenant>
void FairQueue<T, Tenant>::expire(CallTime &now, Aftermath &aftermath)
{
    while (!m_lanes.deadlines().isEmpty() && m_lanes.deadlines().earliest() < now())
        discard(static_cast<Item &>(m_lanes.deadlines().first()), m_counts.expired, aftermath);
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
    m_items.release(item);
    m_tenants.noteGone(item.tenant);
}

template <typename T, typename Tenant>
bool FairQueue<T, Tenant>::cancel(const Handle &handle)
{
    if (!handle.item)
        return false;
    Aftermath aftermath;
    const Lock lock(m_mutex);
    if (handle.item->ticket != handle.ticket)
        return false;
    discard(*handle.item, m_counts.cancelled, aftermath);
    CallTime now(m_clock);
    settle(now, aftermath);
    return true;
}

template <typename T, typename Tenant>
void FairQueue<T, Tenant>::close(CloseMode mode)
{
    Aftermath aftermath;
    const Lock lock(m_mutex);
    m_isClosed = true;
    while (!m_blocked.empty()) {
        Blocked &blocked = *m_blocked.front();
        m_blocked.pop_front();
        refuse(blocked, ErrorCode::Unavailable);
    }
    if (mode == CloseMode::Immediate) {
        for (LaneItem *item : m_lanes.items())
            discard(static_cast<Item &>(*item), m_counts.cancelled, aftermath);
    }
    CallTime now(m_clock);
    settle(now, aftermath);
}

// --- settings --------------------------------------------------------------------------------------------------------

template <typename T, typename Tenant>
void FairQueue<T, Tenant>::setPaused(bool isPaused)
{
    Lock lock(m_mutex);
    m_isPaused = isPaused;
    settleAndUnlock(lock);
}

template <typename T, typename Tenant>
Result<> FairQueue<T, Tenant>::setTenant(const Tenant &tenant, const TenantRule &rule)
{
    if (rule.weight)
        FAIRLEAD_CHECK(checkWeight(*rule.weight));
    changeTenant(tenant, [&rule](const TenantRule &) { return rule; });
    return {};
}

template <typename T, typename Tenant>
Result<> FairQueue<T, Tenant>::setWeight(const Tenant &tenant, double weight)
{
    FAIRLEAD_CHECK(checkWeight(weight));
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
    const std::uint64_t hash = m_tenants.hashOf(tenant);
    Lock lock(m_mutex);
    const SharedWeights function = m_weights;
    lock.unlock();
    const double weight = weightBy(function, tenant);
    lock.lock();
    const std::uint32_t number = m_tenants.know(hash, tenant, weight);
    const TenantRule *old = m_tenants.ruleOf(number);
    m_tenants.setRule(number, change(old ? *old : TenantRule {}), weight);
    settleAndUnlock(lock);
}

/// REQUIRES: no lock is held.
template <typename T, typename Tenant>
double FairQueue<T, Tenant>::weightBy(const SharedWeights &function, const Tenant &tenant)
{
    if (!function)
        return 1;
    const double weight = (*function)(tenant);
    return weight >= weightMin ? std::min(weight, weightMax) : weightMin;
}

template <typename T, typename Tenant>
void FairQueue<T, Tenant>::setWeightFunction(WeightFunction function)
{
    const SharedWeights shared = function ? std::make_shared<const WeightFunction>(std::move(function)) : nullptr;
    SharedWeights old = shared; // ends when the lock is given back
    Lock lock(m_mutex);
    m_weights.swap(old);
    for (std::uint32_t first = 0; first < m_lanes.numbersEnd() && m_weights == shared; first += tenantsAtOnce)
        weighAnew(lock, shared, first);
    lock.unlock();
}

/// Weighs the tenants whose numbers begin at `first`. The lock is given back meanwhile.
template <typename T, typename Tenant>
void FairQueue<T, Tenant>::weighAnew(Lock &lock, const SharedWeights &function, std::uint32_t first)
{
    std::vector<std::pair<Tenant, double>> weights;
    const std::uint32_t end = std::min(first + tenantsAtOnce, m_lanes.numbersEnd());
    for (std::uint32_t number = first; number < end; ++number) {
        if (m_lanes.tenant(number).isTenant())
            weights.emplace_back(m_tenants.nameOf(number), 1);
    }
    lock.unlock();
    for (auto &[tenant, weight] : weights)
        weight = weightBy(function, tenant);
    lock.lock();
    for (const auto &[tenant, weight] : weights) {
        const std::optional<std::uint32_t> number = m_tenants.find(m_tenants.hashOf(tenant), tenant);
        const TenantRule *rule = number ? m_tenants.ruleOf(*number) : nullptr;
        if (number && m_weights == function && !(rule && rule->weight))
            m_lanes.setWeight(*number, weight);
    }
}

template <typename T, typename Tenant>
TenantRule FairQueue<T, Tenant>::ruleOf(const Tenant &tenant) const
{
    const std::uint64_t hash = m_tenants.hashOf(tenant);
    const Lock lock(m_mutex);
    const std::optional<std::uint32_t> number = m_tenants.find(hash, tenant);
    const TenantRule *rule = number ? m_tenants.ruleOf(*number) : nullptr;
    return rule ? *rule : TenantRule {};
}

template <typename T, typename Tenant>
void FairQueue<T, Tenant>::setLimits(const FairQueueLimits &limits)
{
    Lock lock(m_mutex);
    takeLimits(limits);
    settleAndUnlock(lock);
}

template <typename T, typename Tenant>
void FairQueue<T, Tenant>::takeLimits(const FairQueueLimits &limits)
{
    constexpr std::size_t unlimited = std::numeric_limits<std::size_t>::max();
    m_limits = limits;
    m_plainLength = limits.lengthMax > 0 ? limits.lengthMax : unlimited;
    if (limits.whenFull == WhenFull::ShedLow || limits.room == RoomPolicy::Fair)
        m_plainLength = 0;
    m_plainTenantLength = limits.tenantLengthMax > 0 ? limits.tenantLengthMax : unlimited;
}

template <typename T, typename Tenant>
void FairQueue<T, Tenant>::setQuantum(std::int64_t quantum)
{
    const Lock lock(m_mutex);
    m_lanes.setQuantum(quantum);
}

// --- figures ---------------------------------------------------------------------------------------------------------

template <typename T, typename Tenant>
FairQueueCounts FairQueue<T, Tenant>::counts()
{
    Aftermath aftermath;
    const Lock lock(m_mutex);
    CallTime now(m_clock);
    expire(now, aftermath);
    settle(now, aftermath);
    return countsUnderLock();
}

template <typename T, typename Tenant>
FairQueueCounts FairQueue<T, Tenant>::countsUnderLock() const
{
    FairQueueCounts counts = m_counts;
    counts.length = m_lanes.size();
    counts.waitingConsumers = m_takers.size();
    counts.waitingProducers = m_blocked.size();
    return counts;
}

template <typename T, typename Tenant>
FairQueueStats<Tenant> FairQueue<T, Tenant>::stats()
{
    FairQueueStats<Tenant> stats;
    Aftermath aftermath;
    Lock lock(m_mutex);
    CallTime now(m_clock);
    expire(now, aftermath);
    settle(now, aftermath);
    stats.counts = countsUnderLock();
    stats.waited = m_waited;
    stats.tenants = m_tenants.size();
    for (std::uint32_t number = 0; number < m_lanes.numbersEnd(); ++number) {
        if (number % tenantsAtOnce == tenantsAtOnce - 1) {
            lock.unlock(); // for those who wait for it
            lock.lock();
        }
        addTop(number, stats.top);
    }
    lock.unlock();
    std::sort(stats.top.begin(), stats.top.end(), isServedMore);
    return stats;
}

/// Keeps a heap of those served most, the least of them in front.
template <typename T, typename Tenant>
void FairQueue<T, Tenant>::addTop(std::uint32_t tenant, std::vector<Top> &top) const
{
    const LaneTenant &known = m_lanes.tenant(tenant);
    const std::int64_t cost = known.servedCost; // 0 where there is no tenant
    if (cost == 0 || m_topTenantsMax == 0 || (top.size() == m_topTenantsMax && cost <= top.front().cost))
        return;
    if (top.size() == m_topTenantsMax) {
        std::pop_heap(top.begin(), top.end(), isServedMore);
        top.pop_back();
    }
    top.push_back({m_tenants.nameOf(tenant), cost, known.length});
    std::push_heap(top.begin(), top.end(), isServedMore);
}

} // namespace fairlead

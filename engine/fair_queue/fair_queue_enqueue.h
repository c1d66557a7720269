// SPDX-License-Identifier: Apache-2.0
// Part of fair_queue.h: items come in, and wait for room.
#pragma once

namespace fairlead {

template <typename T, typename Tenant>
Result<typename FairQueue<T, Tenant>::Handle> FairQueue<T, Tenant>::enqueue(
    const Tenant &tenant, T value, const ItemOptions &options)
{
    if (options.cost < 1 || options.cost > costMax) [[unlikely]]
        return failure(ErrorCode::Invalid, "cost: expected 1 to " + std::to_string(costMax));
    const std::uint64_t hash = m_tenants.hashOf(tenant);
    Lock lock(m_mutex);
    std::optional<std::uint32_t> number = m_tenants.find(hash, tenant);
    if (!number) [[unlikely]]
        number = introduce(lock, hash, tenant);
    if (m_isClosed) [[unlikely]]
        return failure(fairQueueRefusal(ErrorCode::Unavailable));
    if (!hasPlainRoom(*number) && refusalOf(*number, options.priority)) [[unlikely]]
        return enqueueWhenFull(lock, *number, value, options);
    Item &item = admit(*number, value, options);
    if (m_takers.empty()) [[likely]]
        return handleOf(item);
    const Handle handle = handleOf(item); // before the item goes
    settleAndUnlock(lock);
    return handle;
}

/// Makes a tenant known. The lock is given back while users' code weighs it.
template <typename T, typename Tenant>
std::uint32_t FairQueue<T, Tenant>::introduce(Lock &lock, std::uint64_t hash, const Tenant &tenant)
{
    double weight = 1;
    for (SharedWeights function; function != m_weights;) {
        function = m_weights;
        lock.unlock();
        weight = weightBy(function, tenant);
        lock.lock();
    }
    return m_tenants.know(hash, tenant, weight);
}

/// Whether there is room by limits alone, the quick answer for almost all.
template <typename T, typename Tenant>
bool FairQueue<T, Tenant>::hasPlainRoom(std::uint32_t tenant) const
{
    const LaneTenant &known = m_lanes.tenant(tenant);
    return m_lanes.size() < m_plainLength && known.length < m_plainTenantLength && !known.isKept;
}

/// Empty when there is room.
template <typename T, typename Tenant>
std::optional<ErrorCode> FairQueue<T, Tenant>::refusalOf(std::uint32_t tenant, Priority priority) const
{
    const TenantRule *rule = m_tenants.ruleOf(tenant);
    const std::size_t tenantMax = rule && rule->lengthMax > 0 ? rule->lengthMax : m_limits.tenantLengthMax;
    if (tenantMax > 0 && m_lanes.tenant(tenant).length >= tenantMax)
        return ErrorCode::TenantFull;
    if (m_lanes.size() >= lengthMaxOf(m_limits, whenFullOf(m_limits, rule), priority))
        return ErrorCode::QueueFull;
    if (hasFilledShare(m_limits, m_lanes.size(), m_lanes.tenant(tenant).length, m_lanes.weightOf(tenant)))
        return ErrorCode::TenantFull;
    return std::nullopt;
}

/// Lets an item in. REQUIRES: there is room.
template <typename T, typename Tenant>
typename FairQueue<T, Tenant>::Item &FairQueue<T, Tenant>::admit(
    std::uint32_t tenant, T &value, const ItemOptions &options)
{
    Item &item = m_items.allocate();
    new (&item.value) T(std::move(value));
    item.ticket = ++m_counts.accepted;
    item.tenant = tenant;
    item.cost = options.cost;
    item.priority = options.priority;
    if (m_isWaitMeasured)
        item.enqueued = m_waitClock.now();
    m_tenants.noteItem(tenant);
    m_lanes.add(item, options.deadline);
    return item;
}

/// REQUIRES: there is no room yet for the item.
template <typename T, typename Tenant>
Result<typename FairQueue<T, Tenant>::Handle> FairQueue<T, Tenant>::enqueueWhenFull(
    Lock &lock, std::uint32_t tenant, T &value, const ItemOptions &options)
{
    Aftermath aftermath;
    CallTime now(m_clock);
    m_tenants.addBlocked(tenant, 1); // it stays known while others leave
    expire(now, aftermath);
    settle(now, aftermath); // those who wait for room go first
    const std::optional<ErrorCode> refusal = refusalOf(tenant, options.priority);
    const TenantRule *rule = m_tenants.ruleOf(tenant);
    const WhenFull whenFull = whenFullOf(m_limits, rule);
    if (refusal && whenFull == WhenFull::Wait) {
        Blocked self {tenant, &value, &options, {}, {}};
        const auto waitMax = rule ? rule->waitMax.value_or(m_limits.waitMax) : m_limits.waitMax;
        return waitForRoom(lock, self, waitMax, aftermath);
    }
    Item *victim = refusal ? victimOf(tenant, options.priority, whenFull) : nullptr;
    std::optional<Result<Handle>> answer;
    if (refusal && !victim) {
        ++m_counts.refused;
        answer = failure(fairQueueRefusal(*refusal));
    } else {
        answer = handleOf(admit(tenant, value, options)); // in place of the victim
    }
    m_tenants.addBlocked(tenant, -1);
    if (victim)
        discard(*victim, m_counts.dropped, aftermath);
    settle(now, aftermath);
    lock.unlock(); // before the aftermath
    return std::move(*answer);
}

template <typename T, typename Tenant>
typename FairQueue<T, Tenant>::Item *FairQueue<T, Tenant>::victimOf(
    std::uint32_t tenant, Priority priority, WhenFull whenFull) const
{
    switch (whenFull) {
    case WhenFull::DropOldest:
        return static_cast<Item *>(m_lanes.oldestOf(tenant, priority));
    case WhenFull::DropNewest:
        return static_cast<Item *>(m_lanes.newestOf(tenant, priority));
    case WhenFull::Reject:
    case WhenFull::Wait:
    case WhenFull::ShedLow:
        break;
    }
    return nullptr;
}

template <typename T, typename Tenant>
Result<typename FairQueue<T, Tenant>::Handle> FairQueue<T, Tenant>::waitForRoom(
    Lock &lock, Blocked &self, Microseconds waitMax, Aftermath &aftermath)
{
    const MonotonicTime limit = m_clock.monotonicNow() + std::min(waitMax, fairQueueSleepMax * 24 * 366);
    const auto place = m_blocked.insert(m_blocked.end(), &self);
    while (true) {
        CallTime now(m_clock);
        expire(now, aftermath);
        settle(now, aftermath);
        if (self.answer)
            break;
        if (now() >= limit) {
            m_blocked.erase(place);
            refuse(self, ErrorCode::TimedOut);
            break;
        }
        if (!aftermath.isEmpty()) {
            runUnlocked(lock, aftermath);
        } else {
            const DeadlineHeap &deadlines = m_lanes.deadlines();
            const auto untilExpiry =
                deadlines.isEmpty() ? fairQueueSleepMax : deadlines.earliest() - now() + Microseconds {1};
            self.wake.wait_for(lock, std::min({limit - now(), untilExpiry, fairQueueSleepMax}));
        }
        if (self.answer)
            break;
    }
    lock.unlock(); // before the aftermath
    return std::move(*self.answer);
}

/// Ends the waiting of one that is no longer listed.
template <typename T, typename Tenant>
void FairQueue<T, Tenant>::refuse(Blocked &blocked, ErrorCode code)
{
    blocked.answer = failure(fairQueueRefusal(code));
    ++m_counts.refused;
    m_tenants.addBlocked(blocked.tenant, -1);
    blocked.wake.notify_one();
}

/// Lets in those who wait for room and have it now, the longest waiting first. True when there were any.
template <typename T, typename Tenant>
bool FairQueue<T, Tenant>::serveBlocked()
{
    bool isAnyServed = false;
    for (auto each = m_blocked.begin(); each != m_blocked.end();) {
        Blocked &blocked = **each;
        const std::optional<ErrorCode> refusal = refusalOf(blocked.tenant, blocked.options->priority);
        if (!refusal) {
            blocked.answer = handleOf(admit(blocked.tenant, *blocked.value, *blocked.options));
            m_tenants.addBlocked(blocked.tenant, -1);
            each = m_blocked.erase(each);
            blocked.wake.notify_one();
            isAnyServed = true;
        } else if (*refusal == ErrorCode::QueueFull) {
            break;
        } else {
            ++each;
        }
    }
    // Those that still wait for an expiry may have to wake up earlier now.
    if (isAnyServed) {
        for (Blocked *blocked : m_blocked)
            blocked->wake.notify_one();
    }
    return isAnyServed;
}

} // namespace fairlead

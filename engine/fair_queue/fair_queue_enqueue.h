// SPDX-License-Identifier: Apache-2.0
// Part of fair_queue.h: items come in, and wait for room.
#pragma once

namespace fairlead {

template <typename T, typename Tenant>
Result<typename FairQueue<T, Tenant>::Handle> FairQueue<T, Tenant>::enqueue(
    const Tenant &tenant, T value, const ItemOptions &options)
{
    if (options.cost < 1 || options.cost > costMax)
        return failure(ErrorCode::Invalid, "cost: expected 1 to " + std::to_string(costMax));
    const MonotonicTime now = m_clock.monotonicNow();
    const std::uint64_t hash = tenantHash(m_hashKey, tenant);
    Shard &shard = *m_shards[shardIndex(hash)];
    Place place;
    Handle handle;
    bool hasAnotherWay = false;
    {
        const std::scoped_lock lock(shard.mutex);
        if (shard.isClosed) {
            place.refusal = ErrorCode::Unavailable;
        } else {
            shard.recycle();
            Known &known = shard.know(hash, tenant);
            place = reserve(shard, known, options.priority, whenFullOf(shard.limits, shard.ruleOf(known)));
            if (place.ticket != 0) {
                Item &item = shard.make(known, std::move(value), options, place.ticket, now);
                if (options.deadline)
                    noteDeadline(*options.deadline);
                handle = handleOf(item);
                shard.arrivals.add(item);
            } else {
                hasAnotherWay = mayMakeRoom(shard, known, now);
                shard.refused += hasAnotherWay ? 0 : 1;
            }
        }
    }
    if (place.ticket == 0)
        return hasAnotherWay ? enqueueWhenFull(hash, tenant, value, options) : failure(fairQueueRefusal(place.refusal));
    // A consumer announces itself before it looks for the last time, and this looks after the item came in: one of the
    // two sees the other.
    if (m_takerCount.load() > 0)
        lookAgain();
    return handle;
}

/// REQUIRES: the shard's lock.
template <typename T, typename Tenant>
typename FairQueue<T, Tenant>::Place FairQueue<T, Tenant>::reserve(
    const Shard &shard, const Known &known, Priority priority, WhenFull whenFull)
{
    const FairQueueLimits &limits = shard.limits;
    const TenantRule *rule = shard.ruleOf(known);
    const std::size_t tenantMax = rule && rule->lengthMax > 0 ? rule->lengthMax : limits.tenantLengthMax;
    if (tenantMax > 0 && known.length() >= tenantMax)
        return {0, ErrorCode::TenantFull};
    const std::size_t most = lengthMaxOf(limits, whenFull, priority);
    std::uint64_t accepted = m_accepted.load(std::memory_order_relaxed);
    do {
        // What has left only grows, so this length is never too small.
        if (accepted - m_left.load(std::memory_order_acquire) >= most)
            return {0, ErrorCode::QueueFull};
    } while (!m_accepted.compare_exchange_weak(accepted, accepted + 1));
    return {accepted + 1, {}};
}

/// Whether the slow way could find room. REQUIRES: the shard's lock.
template <typename T, typename Tenant>
bool FairQueue<T, Tenant>::mayMakeRoom(const Shard &shard, const Known &known, MonotonicTime now) const
{
    switch (whenFullOf(shard.limits, shard.ruleOf(known))) {
    case WhenFull::DropOldest:
    case WhenFull::DropNewest:
    case WhenFull::Wait:
        return true;
    case WhenFull::Reject:
    case WhenFull::ShedLow:
        break;
    }
    return std::min(
               m_earliestDeadline.load(std::memory_order_relaxed), m_earliestArrival.load(std::memory_order_relaxed))
        < now.time_since_epoch().count();
}

/// REQUIRES: the shard's lock; the item has not arrived yet.
template <typename T, typename Tenant>
void FairQueue<T, Tenant>::noteDeadline(MonotonicTime deadline)
{
    const MonotonicTime::rep count = deadline.time_since_epoch().count();
    MonotonicTime::rep earliest = m_earliestArrival.load(std::memory_order_relaxed);
    while (count < earliest && !m_earliestArrival.compare_exchange_weak(earliest, count, std::memory_order_relaxed))
        continue;
}

template <typename T, typename Tenant>
Result<typename FairQueue<T, Tenant>::Handle> FairQueue<T, Tenant>::enqueueWhenFull(
    std::uint64_t hash, const Tenant &tenant, T &value, const ItemOptions &options)
{
    Aftermath aftermath;
    Lock lock(m_mutex);
    const MonotonicTime now = m_clock.monotonicNow();
    expire(now, aftermath);
    settle(now, aftermath); // those who wait for room go first
    Shard &shard = *m_shards[shardIndex(hash)];
    Handle handle;
    Blocked self;
    Microseconds waitMax {0};
    Item *victim = nullptr;
    {
        const std::scoped_lock shardLock(shard.mutex);
        if (shard.isClosed)
            return failure(fairQueueRefusal(ErrorCode::Unavailable));
        Known &known = shard.know(hash, tenant);
        const TenantRule *rule = shard.ruleOf(known);
        const WhenFull whenFull = whenFullOf(shard.limits, rule);
        Place place = reserve(shard, known, options.priority, whenFull);
        if (place.ticket == 0) {
            victim = victimOf(known, options.priority, whenFull);
            if (victim)
                place.ticket = ++m_accepted; // it takes the victim's place
        }
        if (place.ticket != 0) {
            handle = admit(shard, known, value, options, place.ticket, now);
        } else if (whenFull == WhenFull::Wait) {
            waitMax = rule ? rule->waitMax.value_or(shard.limits.waitMax) : shard.limits.waitMax;
            self.known = &known;
            shard.addBlocked(known, 1);
        } else {
            ++shard.refused;
            return failure(fairQueueRefusal(place.refusal));
        }
    }
    if (self.known) {
        self.value = &value;
        self.options = &options;
        return waitForRoom(lock, self, waitMax, aftermath);
    }
    if (victim)
        discard(*victim, m_counts.dropped, aftermath);
    settle(now, aftermath);
    return handle;
}

template <typename T, typename Tenant>
typename FairQueue<T, Tenant>::Item *FairQueue<T, Tenant>::victimOf(
    const Known &known, Priority priority, WhenFull whenFull) const
{
    switch (whenFull) {
    case WhenFull::DropOldest:
        return static_cast<Item *>(m_lanes.oldestOf(known, priority));
    case WhenFull::DropNewest:
        return static_cast<Item *>(m_lanes.newestOf(known, priority));
    case WhenFull::Reject:
    case WhenFull::Wait:
    case WhenFull::ShedLow:
        break;
    }
    return nullptr;
}

/// Puts an item into the lanes without the detour over arrivals. REQUIRES: both locks.
template <typename T, typename Tenant>
typename FairQueue<T, Tenant>::Handle FairQueue<T, Tenant>::admit(
    Shard &shard, Known &known, T &value, const ItemOptions &options, std::uint64_t ticket, MonotonicTime now)
{
    Item &item = shard.make(known, std::move(value), options, ticket, now);
    m_lanes.add(item);
    m_admitted.store(m_admitted.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
    return handleOf(item);
}

template <typename T, typename Tenant>
Result<typename FairQueue<T, Tenant>::Handle> FairQueue<T, Tenant>::waitForRoom(
    Lock &lock, Blocked &self, Microseconds waitMax, Aftermath &aftermath)
{
    MonotonicTime now = m_clock.monotonicNow();
    const MonotonicTime limit = now + std::min(waitMax, fairQueueSleepMax * 24 * 366);
    const auto place = m_blocked.insert(m_blocked.end(), &self);
    while (!self.answer) {
        expire(now, aftermath);
        settle(now, aftermath);
        if (self.answer)
            break;
        if (now >= limit) {
            m_blocked.erase(place);
            refuse(self, ErrorCode::TimedOut);
        } else if (!aftermath.isEmpty()) {
            runUnlocked(lock, aftermath);
        } else {
            const DeadlineHeap::Entry *next = m_lanes.deadlines().earliest();
            const Microseconds untilExpiry = next ? next->deadline - now + Microseconds {1} : fairQueueSleepMax;
            self.wake.wait_for(lock, std::min({limit - now, untilExpiry, fairQueueSleepMax}));
        }
        now = m_clock.monotonicNow();
    }
    return std::move(*self.answer);
}

/// Ends the waiting of one that is no longer listed.
template <typename T, typename Tenant>
void FairQueue<T, Tenant>::refuse(Blocked &blocked, ErrorCode code)
{
    blocked.answer = failure(fairQueueRefusal(code));
    Shard &shard = *m_shards[blocked.known->shard];
    const std::scoped_lock shardLock(shard.mutex);
    ++shard.refused;
    shard.addBlocked(*blocked.known, -1);
    blocked.wake.notify_one();
}

/// Lets in those who wait for room and have it now, the longest waiting first. True when there were any.
template <typename T, typename Tenant>
bool FairQueue<T, Tenant>::serveBlocked(MonotonicTime now)
{
    bool isAnyServed = false;
    for (auto each = m_blocked.begin(); each != m_blocked.end();) {
        Blocked &blocked = **each;
        Shard &shard = *m_shards[blocked.known->shard];
        const std::scoped_lock shardLock(shard.mutex);
        const Place place = reserve(shard, *blocked.known, blocked.options->priority, WhenFull::Wait);
        if (place.ticket != 0) {
            blocked.answer = admit(shard, *blocked.known, *blocked.value, *blocked.options, place.ticket, now);
            shard.addBlocked(*blocked.known, -1);
            each = m_blocked.erase(each);
            blocked.wake.notify_one();
            isAnyServed = true;
        } else if (place.refusal == ErrorCode::QueueFull) {
            break;
        } else {
            ++each;
        }
    }
    // Who still waits for an expiry may have to wake up earlier now.
    if (isAnyServed) {
        for (Blocked *blocked : m_blocked)
            blocked->wake.notify_one();
    }
    return isAnyServed;
}

} // namespace fairlead

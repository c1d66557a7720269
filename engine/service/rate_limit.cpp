// SPDX-License-Identifier: Apache-2.0
#include "engine/service/rate_limit.h"

#include <algorithm>

namespace fairlead {

namespace {
constexpr std::size_t bucketsUnswept = 1'000;
} // namespace

RateLimit::RateLimit(const Clock &clock, const RateLimitSettings &settings)
    : m_clock(clock)
    , m_isPerTenant(settings.scope.isPerTenant)
    , m_rate(settings.rate)
    , m_sweepAt(bucketsUnswept)
{
}

TimePoint RateLimit::now() const
{
    return TimePoint {m_clock.monotonicNow().time_since_epoch()}; // wall time may be set
}

TokenBucket &RateLimit::bucketOf(const TenantName &tenant, TimePoint now)
{
    const auto found = m_buckets.try_emplace(placeOf(tenant), m_rate, now).first;
    if (m_buckets.size() < m_sweepAt)
        return found->second;
    // A full bucket needs not be kept: a new one is full too.
    for (auto bucket = m_buckets.begin(); bucket != m_buckets.end();) {
        const bool isFull = bucket != found && bucket->second.tokens(now) >= m_rate.burst;
        bucket = isFull ? m_buckets.erase(bucket) : std::next(bucket);
    }
    m_sweepAt = std::max(bucketsUnswept, 2 * m_buckets.size());
    return found->second;
}

std::optional<Microseconds> RateLimit::untilOpen(const TenantName &tenant)
{
    const MutexLock lock(m_mutex);
    const auto bucket = m_buckets.find(placeOf(tenant));
    if (bucket == m_buckets.end())
        return Microseconds {0};
    const TimePoint time = now();
    return bucket->second.whenThere(1, time) - time;
}

bool RateLimit::tryEnter(const TenantName &tenant, GatePass)
{
    const MutexLock lock(m_mutex);
    const TimePoint time = now();
    return bucketOf(tenant, time).tryTake(1, time);
}

void RateLimit::giveBack(const TenantName &tenant, GatePass)
{
    const MutexLock lock(m_mutex);
    bucketOf(tenant, now()).giveBack(1);
}

void RateLimit::setRate(const Rate &rate)
{
    const MutexLock lock(m_mutex);
    const TimePoint time = now();
    m_rate = rate;
    for (auto &[tenant, bucket] : m_buckets)
        bucket.setRate(rate, time);
}

std::size_t RateLimit::bucketCount() const
{
    const MutexLock lock(m_mutex);
    return m_buckets.size();
}

} // namespace fairlead

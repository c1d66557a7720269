// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/gate.h"
#include "engine/domain/layer_settings.h"
#include "engine/domain/thread_annotations.h"

#include <map>

namespace fairlead {

/// Limits the starts per second, with one token bucket for all runs or one for each tenant. Threads: any.
class RateLimit final : public Gate
{
public:
    /// The clock must outlive it.
    RateLimit(const Clock &clock, const RateLimitSettings &settings);
    std::string_view kind() const override { return "rate_limit"; }
    bool isPerTenant() const override { return m_isPerTenant; }
    std::optional<Microseconds> untilOpen(const TenantName &tenant) override;
    bool tryEnter(const TenantName &tenant, GatePass pass) override;
    void giveBack(const TenantName &tenant, GatePass pass) override;
    void ended(const TenantName &, GatePass, const Outcome &) override { }

    /// Sets the rate. The tokens in the buckets stay, up to the new burst.
    void setRate(const Rate &rate);
    /// The number of buckets kept: those of tenants whose bucket is not full again yet.
    std::size_t bucketCount() const;

private:
    std::string placeOf(const TenantName &tenant) const { return m_isPerTenant ? tenant.text() : std::string {}; }
    TokenBucket &bucketOf(const TenantName &tenant, TimePoint now) REQUIRES(m_mutex);
    TimePoint now() const;

    const Clock &m_clock;
    const bool m_isPerTenant;
    mutable Mutex m_mutex;
    Rate m_rate GUARDED_BY(m_mutex);
    std::map<std::string, TokenBucket> m_buckets GUARDED_BY(m_mutex); ///< by tenant, or one entry under ""
    std::size_t m_sweepAt GUARDED_BY(m_mutex); ///< full buckets are removed at this number
};

} // namespace fairlead

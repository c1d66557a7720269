// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/layer_settings.h"
#include "engine/service/gate.h"

#include <map>

namespace fairlead {

/// Lets so many runs a second begin: one token bucket for all, or one for each tenant. Threads: any.
class RateLimit final : public Gate
{
public:
    /// The clock outlives it.
    RateLimit(const Clock &clock, const RateLimitSettings &settings);
    bool tryEnter(const Run &run) override;
    void giveBack(const Run &run) override;
    void ended(const Run &) override { }

    /// From now on; what is left in the buckets stays, cut to the new burst.
    void setRate(const Rate &rate);
    /// Buckets kept now: those of tenants who have not been still for long enough to fill theirs.
    std::size_t bucketCount() const;

private:
    TokenBucket &bucketOf(const Run &run, TimePoint now) REQUIRES(m_mutex);
    TimePoint now() const;

    const Clock &m_clock;
    const bool m_isPerTenant;
    mutable Mutex m_mutex;
    Rate m_rate GUARDED_BY(m_mutex);
    std::map<std::string, TokenBucket> m_buckets GUARDED_BY(m_mutex); ///< by tenant, or one under ""
    std::size_t m_sweepAt GUARDED_BY(m_mutex); ///< so many buckets, and the full ones go
};

} // namespace fairlead

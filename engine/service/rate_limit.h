// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/layer_settings.h"
#include "engine/service/gate.h"

#include <map>

namespace fairlead {

/// Limits the starts per second, with one token bucket for all runs or one for each tenant. Threads: any.
class RateLimit final : public Gate
{
public:
    /// The clock must outlive it.
    RateLimit(const Clock &clock, const RateLimitSettings &settings);
    bool tryEnter(const Run &run) override;
    void giveBack(const Run &run) override;
    void ended(const Run &) override { }

    /// Sets the rate. The tokens in the buckets stay, up to the new burst.
    void setRate(const Rate &rate);
    /// The number of buckets kept: those of tenants whose bucket is not full again yet.
    std::size_t bucketCount() const;

private:
    TokenBucket &bucketOf(const Run &run, TimePoint now) REQUIRES(m_mutex);
    TimePoint now() const;

    const Clock &m_clock;
    const bool m_isPerTenant;
    mutable Mutex m_mutex;
    Rate m_rate GUARDED_BY(m_mutex);
    std::map<std::string, TokenBucket> m_buckets GUARDED_BY(m_mutex); ///< by tenant, or one entry under ""
    std::size_t m_sweepAt GUARDED_BY(m_mutex); ///< full buckets are removed at this number
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/token_bucket.h"
#include "engine/scheduling/tenant_table.h"

#include <map>
#include <set>
#include <vector>

namespace fairlead {

/// Holds back tenants that have as many runs as they may, or that started as many as their rate allows. Uses memory
/// only for tenants with limits. Threads: one.
class TenantBrakes
{
public:
    using Id = TenantTable::Id;

    /// New limits take effect at once. Runs above a lowered limit go on, and nothing starts until the tenant is below
    /// it.
    void set(Id tenant, int runningMax, const std::optional<Rate> &rate, TimePoint now);
    void forget(Id tenant);
    /// The content of its bucket after this start; empty without a rate.
    std::optional<BucketLevel> started(Id tenant, TimePoint now);
    /// Empty without a rate.
    std::optional<BucketLevel> levelOf(Id tenant) const;
    /// Gives its bucket the content of an earlier time.
    void restore(Id tenant, const BucketLevel &level);
    /// Returns the token of a start that did not take place.
    void notRun(Id tenant);

    bool isAtCap(Id tenant, std::int64_t running) const;
    /// The time at which its rate lets it start again. Empty when it may start.
    std::optional<TimePoint> waitsUntil(Id tenant) const;
    /// Whether its rate keeps it from starting, or did less than `slowLately` ago, for people: a rate lets one start
    /// after the other pass, so it is open whenever the tenant awaits its turn.
    bool isSlow(Id tenant, TimePoint now) const;
    static constexpr Microseconds slowLately = std::chrono::seconds {10};
    bool mayStart(Id tenant, std::int64_t running) const { return !isAtCap(tenant, running) && !waitsUntil(tenant); }
    /// The tenants whose rate lets them start again by `now`.
    std::vector<Id> release(TimePoint now);
    std::optional<TimePoint> nextRelease() const;

private:
    struct Brake
    {
        int runningMax = 0; ///< 0: no limit
        std::optional<TokenBucket> bucket;
        std::optional<TimePoint> waitsUntil;
        std::optional<TimePoint> waitedUntil; ///< the end of its latest wait
    };
    void waitForToken(Id tenant, Brake &brake, TimePoint now);
    void stopWaiting(Id tenant, Brake &brake);

    std::map<Id, Brake> m_brakes;
    std::set<std::pair<TimePoint, Id>> m_releases;
    TimePoint m_latest; ///< latest time that `release` was given
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/token_bucket.h"
#include "engine/scheduling/tenant_table.h"

#include <map>
#include <set>
#include <vector>

namespace fairlead {

/// Holds tenants back that have as many runs going as they may, or that started as many as their rate allows. Costs
/// memory for tenants with limits alone. Threads: one.
class TenantBrakes
{
public:
    using Id = TenantTable::Id;

    /// New limits count at once: runs above a lowered cap go on, nothing starts until they are below it.
    void set(Id tenant, int runningMax, const std::optional<Rate> &rate, TimePoint now);
    void forget(Id tenant);
    void started(Id tenant, TimePoint now);
    /// A start that did not take place costs no token.
    void notRun(Id tenant);

    bool isAtCap(Id tenant, std::int64_t running) const;
    /// When its rate lets it start again; empty when it may.
    std::optional<TimePoint> waitsUntil(Id tenant) const;
    bool mayStart(Id tenant, std::int64_t running) const { return !isAtCap(tenant, running) && !waitsUntil(tenant); }
    /// Those whose rate lets them start again by `now`.
    std::vector<Id> release(TimePoint now);
    std::optional<TimePoint> nextRelease() const;

private:
    struct Brake
    {
        int runningMax = 0; ///< 0: no cap
        std::optional<TokenBucket> bucket;
        std::optional<TimePoint> waitsUntil;
    };
    void waitForToken(Id tenant, Brake &brake, TimePoint now);
    void stopWaiting(Id tenant, Brake &brake);

    std::map<Id, Brake> m_brakes;
    std::set<std::pair<TimePoint, Id>> m_releases;
    TimePoint m_latest; ///< that release was given
};

} // namespace fairlead

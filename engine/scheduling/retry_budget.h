// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
#include "engine/domain/ids.h"

#include <map>

namespace fairlead {

/// Limits retries to a share of the runs: each run earns that share of a retry, each retry spends one. Ten a minute are
/// free, so that jobs that always fail are still tried, slowly. A retry beyond the budget is put off, not lost; so a
/// storm of failures is spread out in time. Source: Finagle's RetryBudget. Threads: one.
class RetryBudget
{
public:
    static constexpr double freePerMinute = 10;
    static constexpr double savedMax = 100; ///< retries that may be saved up
    static constexpr Microseconds putOffMax = std::chrono::hours {24};

    /// REQUIRES: 0 <= share <= 1.
    RetryBudget(double share, TimePoint now)
        : m_share(share)
        , m_filled(now)
    {
    }
    void setShare(double share) { m_share = share; }
    void runBegan(TimePoint now);
    /// Spends one retry that is to be ready at `due`. Returns the time at which it may be ready.
    TimePoint spend(TimePoint due, TimePoint now);

private:
    void fill(TimePoint now);

    double m_share;
    double m_retries = freePerMinute; ///< below 0: spent in advance
    TimePoint m_filled;
};

/// The budgets of queues and tenants that have one; a retry spends from both. Threads: one.
class RetryBudgets
{
public:
    /// A share of 1 means no limit.
    void setQueue(const QueueName &queue, double share, TimePoint now);
    void setTenant(const TenantName &tenant, double share, TimePoint now);
    void runBegan(const QueueName &queue, const TenantName &tenant, TimePoint now);
    TimePoint spend(const QueueName &queue, const TenantName &tenant, TimePoint due, TimePoint now);

private:
    std::map<QueueName, RetryBudget> m_queues;
    std::map<TenantName, RetryBudget> m_tenants;
};

} // namespace fairlead

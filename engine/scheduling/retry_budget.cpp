// SPDX-License-Identifier: Apache-2.0
#include "engine/scheduling/retry_budget.h"

#include <algorithm>

namespace fairlead {

namespace {
constexpr double freePerMicrosecond = RetryBudget::freePerMinute / 60'000'000;

template <typename Name>
void set(std::map<Name, RetryBudget> &budgets, const Name &name, double share, TimePoint now)
{
    if (share >= 1)
        budgets.erase(name);
    else
        budgets.try_emplace(name, share, now).first->second.setShare(share);
}
} // namespace

void RetryBudget::runBegan(TimePoint now)
{
    fill(now);
    m_retries = std::min(m_retries + m_share, savedMax);
}

TimePoint RetryBudget::spend(TimePoint due, TimePoint now)
{
    fill(now);
    constexpr double spentMax = freePerMicrosecond * static_cast<double>(putOffMax.count());
    m_retries = std::max(m_retries - 1, -spentMax);
    if (m_retries >= 0)
        return due;
    return std::max(due, now + Microseconds {static_cast<std::int64_t>(-m_retries / freePerMicrosecond)});
}

void RetryBudget::fill(TimePoint now)
{
    if (now > m_filled && m_retries < freePerMinute) {
        const double earned = freePerMicrosecond * static_cast<double>((now - m_filled).count());
        m_retries = std::min(m_retries + earned, freePerMinute);
    }
    m_filled = now;
}

void RetryBudgets::setQueue(const QueueName &queue, double share, TimePoint now)
{
    set(m_queues, queue, share, now);
}

void RetryBudgets::setTenant(const TenantName &tenant, double share, TimePoint now)
{
    set(m_tenants, tenant, share, now);
}

void RetryBudgets::runBegan(const QueueName &queue, const TenantName &tenant, TimePoint now)
{
    if (const auto found = m_queues.find(queue); found != m_queues.end())
        found->second.runBegan(now);
    if (const auto found = m_tenants.find(tenant); found != m_tenants.end())
        found->second.runBegan(now);
}

TimePoint RetryBudgets::spend(const QueueName &queue, const TenantName &tenant, TimePoint due, TimePoint now)
{
    if (const auto found = m_queues.find(queue); found != m_queues.end())
        due = found->second.spend(due, now);
    if (const auto found = m_tenants.find(tenant); found != m_tenants.end())
        due = found->second.spend(due, now);
    return due;
}

} // namespace fairlead

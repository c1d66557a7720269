// SPDX-License-Identifier: Apache-2.0
#include "engine/service/concurrency_limit.h"

namespace fairlead {

ConcurrencyLimit::ConcurrencyLimit(const ConcurrencyLimitSettings &settings)
    : m_isPerTenant(settings.scope.isPerTenant)
    , m_most(settings.most)
{
}

std::optional<Microseconds> ConcurrencyLimit::untilOpen(const TenantName &tenant)
{
    const MutexLock lock(m_mutex);
    const auto place = m_underWay.find(placeOf(tenant));
    if (place != m_underWay.end() && place->second >= m_most)
        return std::nullopt;
    return Microseconds {0};
}

bool ConcurrencyLimit::tryEnter(const TenantName &tenant, GatePass)
{
    const MutexLock lock(m_mutex);
    const auto place = m_underWay.try_emplace(placeOf(tenant), 0).first;
    if (place->second >= m_most)
        return false;
    ++place->second;
    return true;
}

void ConcurrencyLimit::leave(const TenantName &tenant)
{
    const MutexLock lock(m_mutex);
    const auto place = m_underWay.find(placeOf(tenant));
    if (--place->second == 0)
        m_underWay.erase(place);
}

void ConcurrencyLimit::setMost(int most)
{
    const MutexLock lock(m_mutex);
    m_most = most;
}

int ConcurrencyLimit::underWay() const
{
    const MutexLock lock(m_mutex);
    int sum = 0;
    for (const auto &[tenant, runs] : m_underWay)
        sum += runs;
    return sum;
}

} // namespace fairlead

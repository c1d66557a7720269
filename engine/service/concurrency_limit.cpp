// SPDX-License-Identifier: Apache-2.0
#include "engine/service/concurrency_limit.h"

namespace fairlead {

ConcurrencyLimit::ConcurrencyLimit(const ConcurrencyLimitSettings &settings)
    : m_isPerTenant(settings.scope.isPerTenant)
    , m_most(settings.most)
{
}

std::string ConcurrencyLimit::placeOf(const Run &run) const
{
    return m_isPerTenant ? run.job.spec.tenant.text() : std::string {};
}

bool ConcurrencyLimit::tryEnter(const Run &run)
{
    const MutexLock lock(m_mutex);
    const auto place = m_underWay.try_emplace(placeOf(run), 0).first;
    if (place->second >= m_most)
        return false;
    ++place->second;
    return true;
}

void ConcurrencyLimit::ended(const Run &run)
{
    const MutexLock lock(m_mutex);
    const auto place = m_underWay.find(placeOf(run));
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

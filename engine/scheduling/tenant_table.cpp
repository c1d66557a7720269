// SPDX-License-Identifier: Apache-2.0
#include "engine/scheduling/tenant_table.h"

namespace fairlead {

TenantTable::Rule TenantTable::ruleOf(const TenantName &name) const
{
    const auto found = m_rules.find(name);
    return found == m_rules.end() ? Rule {} : found->second;
}

void TenantTable::setRule(const TenantName &name, const Rule &rule)
{
    if (rule.share == TenantShare {} && !rule.isPaused)
        m_rules.erase(name);
    else
        m_rules.insert_or_assign(name, rule);
}

std::optional<TenantTable::Id> TenantTable::find(const TenantName &name) const
{
    const auto found = m_ids.find(name);
    if (found == m_ids.end())
        return std::nullopt;
    return found->second;
}

TenantTable::Id TenantTable::add(const TenantName &name)
{
    Id id = static_cast<Id>(m_tenants.size());
    if (m_free.empty()) {
        m_tenants.reach(id);
    } else {
        id = m_free.back();
        m_free.pop_back();
    }
    m_tenants[id].byName = m_ids.emplace(name, id).first;
    beginIdle(id);
    return id;
}

void TenantTable::changeActivity(Id id, int waiting, int running)
{
    Tenant &tenant = m_tenants[id];
    const bool wasIdle = tenant.isIdle();
    tenant.waiting += waiting;
    tenant.running += running;
    if (tenant.isIdle() == wasIdle)
        return;
    if (tenant.isIdle())
        beginIdle(id);
    else
        endIdle(id);
}

std::optional<TenantTable::Id> TenantTable::findIdleTooLong() const
{
    return m_idleCount <= m_idleMax ? std::nullopt : std::optional(m_longestIdle);
}

void TenantTable::forget(Id id)
{
    endIdle(id);
    m_ids.erase(m_tenants[id].byName);
    m_tenants[id] = {};
    m_free.push_back(id);
}

void TenantTable::beginIdle(Id id)
{
    Tenant &tenant = m_tenants[id];
    tenant.previousIdle = m_latestIdle;
    tenant.nextIdle = none;
    (m_latestIdle == none ? m_longestIdle : m_tenants[m_latestIdle].nextIdle) = id;
    m_latestIdle = id;
    ++m_idleCount;
}

void TenantTable::endIdle(Id id)
{
    Tenant &tenant = m_tenants[id];
    (tenant.previousIdle == none ? m_longestIdle : m_tenants[tenant.previousIdle].nextIdle) = tenant.nextIdle;
    (tenant.nextIdle == none ? m_latestIdle : m_tenants[tenant.nextIdle].previousIdle) = tenant.previousIdle;
    --m_idleCount;
}

} // namespace fairlead

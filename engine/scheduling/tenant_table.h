// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/fair_queue/steady_vector.h"
#include "engine/scheduling/tenant_share.h"

#include <cstdint>
#include <deque>
#include <limits>
#include <map>
#include <optional>

namespace fairlead {

/// Gives tenants small numbers while they have something waiting or running, and for a while after: of the idle ones
/// only the latest `idleMax` are remembered. What was set for a tenant is kept by name for good.
/// An ordered map, so that chosen names cannot make look-ups slow. Threads: one.
class TenantTable
{
public:
    using Id = std::uint32_t;
    /// The settings given for a tenant.
    struct Rule
    {
        TenantShare share;
        bool isPaused = false;
    };

    explicit TenantTable(std::size_t idleMax)
        : m_idleMax(idleMax)
    {
    }

    Rule ruleOf(const TenantName &name) const;
    void setRule(const TenantName &name, const Rule &rule);

    std::optional<Id> find(const TenantName &name) const;
    /// Gives a number to a name that has none.
    Id add(const TenantName &name);
    const TenantName &nameOf(Id id) const { return m_tenants[id].byName->first; }
    template <typename Visit>
    void forEach(Visit visit) const
    {
        for (const auto &[name, id] : m_ids)
            visit(id);
    }

    /// Jobs that came to wait (positive) or wait no more, and runs that began or ended.
    void changeActivity(Id id, int waiting, int running);
    std::int64_t running(Id id) const { return m_tenants[id].running; }
    /// One that has been idle for too long by now, its number free again; empty when there is none.
    std::optional<Id> forgetOneIdle();

private:
    static constexpr Id none = std::numeric_limits<Id>::max();
    struct Tenant
    {
        std::map<TenantName, Id>::const_iterator byName;
        std::int32_t waiting = 0;
        std::int32_t running = 0;
        Id previousIdle = none;
        Id nextIdle = none;
        bool isIdle() const { return waiting == 0 && running == 0; }
    };
    void beginIdle(Id id);
    void endIdle(Id id);

    const std::size_t m_idleMax;
    std::map<TenantName, Rule> m_rules; ///< only what differs from the default
    std::map<TenantName, Id> m_ids;
    SteadyVector<Tenant> m_tenants;
    std::deque<Id> m_free;
    Id m_longestIdle = none;
    Id m_latestIdle = none;
    std::size_t m_idleCount = 0;
};

} // namespace fairlead

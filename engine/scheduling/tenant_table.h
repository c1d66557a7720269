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

/// Gives tenants small numbers while they have something waiting or running, and for a while after: only the latest
/// `idleMax` idle ones are remembered. The settings of a tenant are kept by name for good. The map is ordered, so that
/// chosen names cannot make look-ups slow. Threads: one.
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
    /// Gives a number to a name. REQUIRES: it has none.
    Id add(const TenantName &name);
    /// One more than the largest number that was given.
    std::size_t size() const { return m_tenants.size(); }
    const TenantName &nameOf(Id id) const { return m_tenants[id].byName->first; }
    template <typename Visit>
    void forEach(Visit visit) const
    {
        for (const auto &[name, id] : m_ids)
            visit(id);
    }

    /// Counts jobs that began to wait (positive) or stopped waiting (negative), and runs that began or ended.
    void changeActivity(Id id, int waiting, int running);
    std::int64_t running(Id id) const { return m_tenants[id].running; }
    /// A tenant that has been idle too long. Empty when there is none.
    std::optional<Id> findIdleTooLong() const;
    /// Frees its number. REQUIRES: it is idle.
    void forget(Id id);

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
    std::map<TenantName, Rule> m_rules; ///< only those that differ from the default
    std::map<TenantName, Id> m_ids;
    SteadyVector<Tenant> m_tenants;
    std::deque<Id> m_free;
    Id m_longestIdle = none;
    Id m_latestIdle = none;
    std::size_t m_idleCount = 0;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/random.h"
#include "engine/fair_queue/fair_lanes.h"
#include "engine/fair_queue/fair_queue_settings.h"
#include "engine/fair_queue/tenant_hash.h"
#include "engine/fair_queue/tenant_index.h"

#include <deque>
#include <map>

namespace fairlead {

/// The tenants of a FairQueue by name: those with items or rules, and of the idle ones as many as may be remembered.
/// `Tenant` is an integer, an enumeration or text. Threads: one; `hashOf` any. Borrows the lanes.
template <typename Tenant>
class FairQueueTenants
{
public:
    using Number = std::uint32_t;

    FairQueueTenants(FairLanes &lanes, std::size_t idleMax)
        : m_lanes(lanes)
        , m_idleMax(idleMax > 1 ? idleMax : 1)
    {
    }

    std::uint64_t hashOf(const Tenant &name) const { return tenantHash(m_hashKey, name); }
    /// Empty when it is not remembered. REQUIRES: hash == hashOf(name).
    std::optional<Number> find(std::uint64_t hash, const Tenant &name) const
    {
        return m_index.find(hash, [&](Number number) {
            if constexpr (isText)
                return m_lanes.tenant(number).key == hash && m_names[number] == name;
            else
                return m_lanes.tenant(number).key == static_cast<std::uint64_t>(name);
        });
    }
    /// The tenant, remembered from now on; when it was not yet, with this weight.
    Number know(std::uint64_t hash, const Tenant &name, double weight)
    {
        const std::optional<Number> number = find(hash, name);
        return number ? *number : add(hash, name, weight);
    }
    Tenant nameOf(Number number) const
    {
        if constexpr (isText)
            return m_names[number];
        else
            return static_cast<Tenant>(m_lanes.tenant(number).key);
    }
    std::size_t size() const { return m_index.size(); }

    /// Null: it has no rule.
    const TenantRule *ruleOf(Number number) const
    {
        if (!m_lanes.tenant(number).isKept) [[likely]]
            return nullptr;
        const auto found = m_rules.find(number);
        return found == m_rules.end() ? nullptr : &found->second;
    }
    /// `weight` is that of a rule without one.
    void setRule(Number number, const TenantRule &rule, double weight)
    {
        m_lanes.setWeight(number, rule.weight.value_or(weight));
        m_lanes.setPaused(number, rule.isPaused);
        if (rule == TenantRule {})
            m_rules.erase(number);
        else
            m_rules[number] = rule;
        updateKept(number);
    }
    /// A producer begins (1) or ends (-1) to wait for room.
    void addBlocked(Number number, int change)
    {
        const auto blocked = m_blocked.try_emplace(number, 0).first;
        blocked->second += change;
        if (blocked->second == 0)
            m_blocked.erase(blocked);
        updateKept(number);
    }
    /// To be called before an item of it comes in.
    void noteItem(Number number) { m_idleCount -= isIdle(number); }
    /// To be called when an item of it has gone. The tenant may be gone afterwards.
    void noteGone(Number number) { noteIdleIf(isIdle(number), number); }

private:
    static constexpr bool isText = !std::is_integral_v<Tenant> && !std::is_enum_v<Tenant>;

    std::uint64_t hashOfNumber(Number number) const
    {
        if constexpr (isText)
            return m_lanes.tenant(number).key;
        else
            return tenantHash(m_hashKey, m_lanes.tenant(number).key);
    }
    Number add(std::uint64_t hash, const Tenant &name, double weight)
    {
        Number number = 0;
        if constexpr (isText) {
            number = m_lanes.addTenant(hash, weight);
            m_names.reach(number);
            m_names[number] = name;
        } else {
            number = m_lanes.addTenant(static_cast<std::uint64_t>(name), weight);
        }
        m_index.add(hash, number);
        noteIdle(number); // does not forget this one: another was idle before
        return number;
    }
    void forget(Number number)
    {
        m_index.remove(hashOfNumber(number), number);
        m_lanes.forgetTenant(number);
        if constexpr (isText)
            m_names[number] = {};
    }

    /// Nothing refers to it.
    bool isIdle(Number number) const
    {
        const LaneTenant &tenant = m_lanes.tenant(number);
        return (tenant.length | tenant.isKept) == 0;
    }
    void updateKept(Number number)
    {
        const bool wasIdle = isIdle(number);
        m_lanes.tenant(number).isKept = m_rules.contains(number) || m_blocked.contains(number);
        if (wasIdle && !isIdle(number))
            --m_idleCount;
        else if (!wasIdle && isIdle(number))
            noteIdle(number);
    }
    void noteIdle(Number number) { noteIdleIf(true, number); }
    /// The same steps both ways, since processors guess badly which it will be.
    void noteIdleIf(bool becomesIdle, Number number)
    {
        m_idleCount += becomesIdle;
        if (becomesIdle & !m_lanes.tenant(number).isListed) [[unlikely]] {
            m_lanes.tenant(number).isListed = true;
            m_listed.push_back(number);
        }
        if (m_idleCount > m_idleMax) [[unlikely]]
            forgetIdle();
    }
    /// Forgets those that were listed first. One that is busy when its turn comes is listed again when it becomes idle.
    void forgetIdle()
    {
        while (m_idleCount > m_idleMax) {
            const Number number = m_listed.front();
            m_listed.pop_front();
            m_lanes.tenant(number).isListed = false;
            if (isIdle(number)) {
                --m_idleCount;
                forget(number);
            }
        }
    }

    FairLanes &m_lanes;
    const std::size_t m_idleMax;
    const HashKey m_hashKey = [] {
        SystemRandom random;
        return HashKey {random.next(), random.next()};
    }();
    TenantIndex m_index;
    SteadyVector<Tenant> m_names; ///< by number; of texts alone
    std::map<Number, TenantRule> m_rules;
    std::map<Number, int> m_blocked; ///< producers that wait for room
    std::size_t m_idleCount = 0;
    std::deque<Number> m_listed; ///< those that were idle, the longest ago first; some are busy again
};

} // namespace fairlead

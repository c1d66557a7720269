// SPDX-License-Identifier: Apache-2.0
#include "engine/scheduling/lane_gates.h"

#include <algorithm>
#include <utility>

namespace fairlead {

bool LaneGates::set(QueueId queue, const QueueGates &gates)
{
    if (queue >= m_setOf.size())
        m_setOf.resize(queue + std::size_t {1}, noGates);
    const SetId former = m_setOf[queue];
    if (areSame(m_sets[former].leading, gates.leading) && areSame(m_sets[former].inside, gates.inside))
        return false;
    for (auto hold = m_holds.begin(); hold != m_holds.end();) {
        const bool isIts = hold->first.queue == queue;
        if (isIts)
            m_left.erase(hold->first);
        hold = isIts ? drop(hold) : std::next(hold);
    }
    std::erase_if(m_opened, [queue](const auto &one) { return one.first.queue == queue; });
    m_sets[former].isInUse = false;
    m_setOf[queue] = noGates;
    forgetUnused();
    if (gates.leading.empty() && gates.inside.empty())
        return true;
    const SetId id = newSet();
    for (const std::shared_ptr<Gate> &gate : gates.leading)
        m_sets[id].leading.push_back(idOf(gate));
    for (const std::shared_ptr<Gate> &gate : gates.inside)
        m_sets[id].inside.push_back(idOf(gate));
    m_setOf[queue] = id;
    return true;
}

bool LaneGates::areSame(const std::vector<GateId> &ids, const std::vector<std::shared_ptr<Gate>> &gates) const
{
    return std::equal(ids.begin(), ids.end(), gates.begin(), gates.end(),
        [this](GateId id, const std::shared_ptr<Gate> &gate) { return m_gates[id] == gate; });
}

/// Gates that no queue has and no run has entered are given up; their numbers are free.
void LaneGates::forgetUnused()
{
    std::vector<bool> isUsed(m_gates.size());
    for (Set &set : m_sets) {
        if (!set.isInUse && set.underWay == 0)
            set = {};
        for (const std::vector<GateId> *gates : {&set.leading, &set.inside}) {
            for (const GateId gate : *gates)
                isUsed[gate] = true;
        }
    }
    for (std::size_t id = 0; id < m_gates.size(); ++id) {
        if (!isUsed[id])
            m_gates[id].reset();
    }
}

LaneGates::SetId LaneGates::newSet()
{
    auto set = std::find_if(
        m_sets.begin() + 1, m_sets.end(), [](const Set &one) { return !one.isInUse && one.underWay == 0; });
    if (set == m_sets.end())
        set = m_sets.insert(set, Set {});
    set->isInUse = true;
    return static_cast<SetId>(set - m_sets.begin());
}

LaneGates::GateId LaneGates::idOf(const std::shared_ptr<Gate> &gate)
{
    auto found = std::find(m_gates.begin(), m_gates.end(), gate);
    if (found == m_gates.end())
        found = std::find(m_gates.begin(), m_gates.end(), nullptr);
    if (found == m_gates.end())
        found = m_gates.insert(found, gate);
    *found = gate;
    return static_cast<GateId>(found - m_gates.begin());
}

// --- starts and ends -------------------------------------------------------------------------------------------------

std::optional<LaneGates::Lanes> LaneGates::tryEnter(QueueId queue, TenantId tenant, GatePass pass, TimePoint now)
{
    Set &set = m_sets[setOf(queue)];
    const TenantName &name = m_tenants.nameOf(tenant);
    const std::vector<GateId> &gates = set.leading;
    for (std::size_t i = 0; i < gates.size(); ++i) {
        if (m_gates[gates[i]]->tryEnter(name, pass))
            continue;
        for (std::size_t entered = 0; entered < i; ++entered)
            m_gates[gates[entered]]->giveBack(name, pass);
        return hold(keyOf(queue, gates[i], tenant), m_gates[gates[i]]->untilOpen(name), now);
    }
    ++set.underWay;
    return std::nullopt;
}

std::optional<LaneGates::Lanes> LaneGates::look(QueueId queue, TenantId tenant, TimePoint now)
{
    for (const GateId gate : leadingOf(queue)) {
        const std::optional<Microseconds> wait = m_gates[gate]->untilOpen(m_tenants.nameOf(tenant));
        if (wait != Microseconds {0})
            return hold(keyOf(queue, gate, tenant), wait, now);
    }
    return std::nullopt;
}

void LaneGates::notRun(SetId set, TenantId tenant, GatePass pass)
{
    --m_sets[set].underWay;
    for (const GateId gate : m_sets[set].leading)
        m_gates[gate]->giveBack(m_tenants.nameOf(tenant), pass);
    left(m_sets[set].leading, tenant);
}

void LaneGates::ended(SetId set, TenantId tenant, GatePass pass, const Outcome &outcome)
{
    --m_sets[set].underWay;
    for (const GateId gate : m_sets[set].leading)
        m_gates[gate]->ended(m_tenants.nameOf(tenant), pass, outcome);
    left(m_sets[set].leading, tenant);
    left(m_sets[set].inside, tenant);
}

/// To be called when a run of the tenant has left these gates, which may let others pass now.
void LaneGates::left(const std::vector<GateId> &gates, TenantId tenant)
{
    for (const GateId gate : gates) {
        const TenantId whose = m_gates[gate]->isPerTenant() ? tenant : everyone;
        for (auto hold = m_holds.lower_bound({whose, gate, 0});
             hold != m_holds.end() && hold->first.tenant == whose && hold->first.gate == gate; ++hold)
            m_left.insert(hold->first);
    }
}

// --- holds -----------------------------------------------------------------------------------------------------------

LaneGates::Key LaneGates::keyOf(QueueId queue, GateId gate, TenantId tenant) const
{
    return {m_gates[gate]->isPerTenant() ? tenant : everyone, gate, queue};
}

LaneGates::Lanes LaneGates::hold(const Key &key, std::optional<Microseconds> wait, TimePoint now)
{
    setUntil(key, wait ? std::optional(now + *wait) : std::nullopt);
    return lanesOf(key);
}

LaneGates::Lanes LaneGates::lanesOf(const Key &key)
{
    return {key.queue, key.tenant == everyone ? std::nullopt : std::optional(key.tenant)};
}

void LaneGates::setUntil(const Key &key, std::optional<TimePoint> until)
{
    const auto [found, isNew] = m_holds.try_emplace(key);
    if (found->second)
        m_releases.erase({*found->second, key});
    found->second = until;
    if (until)
        m_releases.emplace(*until, key);
}

std::vector<LaneGates::Lanes> LaneGates::release(TimePoint now)
{
    std::vector<Lanes> released;
    for (const Key &key : takeDue(now)) {
        if (const std::optional<Microseconds> wait = ask(key); wait != Microseconds {0}) {
            hold(key, wait, now);
            continue;
        }
        drop(m_holds.find(key));
        m_opened.insert_or_assign(key, now);
        released.push_back(lanesOf(key));
    }
    forgetOpened(now);
    return released;
}

void LaneGates::forgetOpened(TimePoint now)
{
    if (now < m_forgetOpened && m_forgetOpened - now <= shutLately)
        return;
    m_forgetOpened = now + shutLately;
    std::erase_if(m_opened, [now](const auto &one) { return !isLately(one.second, now); });
}

std::set<LaneGates::Key> LaneGates::takeDue(TimePoint now)
{
    std::set<Key> due = std::exchange(m_left, {});
    // The clock was set back: times by the old clock would be too late.
    if (std::exchange(m_isAskingAll, false) || now < m_latest) {
        for (const auto &[key, until] : m_holds)
            due.insert(key);
    }
    m_latest = now;
    for (auto one = m_releases.begin(); one != m_releases.end() && one->first <= now; ++one)
        due.insert(one->second);
    return due;
}

std::optional<Microseconds> LaneGates::ask(const Key &key) const
{
    static const TenantName anyone = defaultTenant();
    return m_gates[key.gate]->untilOpen(key.tenant == everyone ? anyone : m_tenants.nameOf(key.tenant));
}

std::optional<TimePoint> LaneGates::nextRelease() const
{
    return m_releases.empty() ? std::nullopt : std::optional(m_releases.begin()->first);
}

void LaneGates::forget(TenantId tenant)
{
    for (auto hold = m_holds.lower_bound({tenant, 0, 0}); hold != m_holds.end() && hold->first.tenant == tenant;) {
        m_left.erase(hold->first);
        hold = drop(hold);
    }
    const auto first = m_opened.lower_bound({tenant, 0, 0});
    auto last = first;
    while (last != m_opened.end() && last->first.tenant == tenant)
        ++last;
    m_opened.erase(first, last);
}

LaneGates::Holds::iterator LaneGates::drop(Holds::iterator hold)
{
    if (hold->second)
        m_releases.erase({*hold->second, hold->first});
    return m_holds.erase(hold);
}

std::optional<LaneGates::Hold> LaneGates::holdOf(QueueId queue, TenantId tenant) const
{
    for (const GateId gate : leadingOf(queue)) {
        const auto found = m_holds.find({tenant, gate, queue});
        if (found != m_holds.end())
            return Hold {m_gates[gate]->kind(), m_gates[gate]->isPerTenant(), found->second};
    }
    return std::nullopt;
}

std::optional<LaneGates::Hold> LaneGates::openedOf(QueueId queue, TenantId tenant, TimePoint now) const
{
    for (const GateId gate : leadingOf(queue)) {
        const auto found = m_opened.find({tenant, gate, queue});
        if (found != m_opened.end() && isLately(found->second, now))
            return Hold {m_gates[gate]->kind(), m_gates[gate]->isPerTenant(), std::nullopt, true};
    }
    return std::nullopt;
}

std::optional<LaneGates::Hold> LaneGates::whySlow(QueueId queue, TenantId tenant, TimePoint now) const
{
    if (const auto held = whyHeld(queue, tenant))
        return held;
    const std::optional<Hold> ofQueue = openedOf(queue, everyone, now);
    return ofQueue ? ofQueue : openedOf(queue, tenant, now);
}

std::optional<LaneGates::Hold> LaneGates::whyHeld(QueueId queue, TenantId tenant) const
{
    const std::optional<Hold> ofQueue = holdOf(queue, everyone);
    return ofQueue ? ofQueue : holdOf(queue, tenant);
}

} // namespace fairlead

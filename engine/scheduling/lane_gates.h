// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/gate.h"
#include "engine/scheduling/tenant_table.h"

#include <compare>
#include <limits>
#include <map>
#include <set>
#include <vector>

namespace fairlead {

/// The gates in front of the queues, and the lanes that they hold back: a whole queue, or one tenant in it. A gate is
/// asked when one of its lanes is to start, and once more after the start. A shut gate is asked again at the time that
/// it names, and after the end of a run that passed it; not for each job that waits. Threads: one. Borrows the tenants.
class LaneGates
{
public:
    using QueueId = std::uint32_t;
    using TenantId = TenantTable::Id;
    /// Lanes that a gate began to hold, or let go.
    struct Lanes
    {
        QueueId queue = 0;
        std::optional<TenantId> tenant; ///< empty: all of the queue
    };
    /// A shut gate, for people.
    struct Hold
    {
        std::string_view kind; ///< as Gate::kind
        bool isPerTenant = false;
        std::optional<TimePoint> until; ///< the earliest time of a start. Empty: when a run ends, or it is open
        bool isOpen = false; ///< it lets one pass, and was shut less than `shutLately` ago
    };

    /// A gate that has opened counts as shut for people for so long: most open for one start after the other.
    static constexpr Microseconds shutLately = std::chrono::seconds {10};

    explicit LaneGates(const TenantTable &tenants)
        : m_tenants(tenants)
    {
    }

    /// The gates that a queue has, or had when a run passed them.
    using SetId = std::uint32_t;
    /// Replaces the gates of the queue; nothing is held any more. Runs under way leave those that they entered. False
    /// when the gates are the same.
    bool set(QueueId queue, const QueueGates &gates);
    SetId setOf(QueueId queue) const { return queue < m_setOf.size() ? m_setOf[queue] : noGates; }
    /// Enters all gates of the queue. When one is shut, enters none, and answers which lanes it holds from now on.
    std::optional<Lanes> tryEnter(QueueId queue, TenantId tenant, GatePass pass, TimePoint now);
    /// Asks all gates of the queue, without entering. Answers which lanes the first shut one holds from now on.
    std::optional<Lanes> look(QueueId queue, TenantId tenant, TimePoint now);
    /// Returns the passes of a start that did not take place.
    /// REQUIRES: `set` was that of the queue when the run entered.
    void notRun(SetId set, TenantId tenant, GatePass pass);
    void ended(SetId set, TenantId tenant, GatePass pass, const Outcome &outcome);

    /// Asks the shut gates whose time has come, and those that a run has left. Answers which lanes are let go.
    std::vector<Lanes> release(TimePoint now);
    /// The next `release` asks every shut gate.
    void askAll() { m_isAskingAll = true; }
    /// The next time at which a shut gate is to be asked.
    std::optional<TimePoint> nextRelease() const;
    void forget(TenantId tenant);

    /// Whether a gate holds the whole queue.
    bool isShut(QueueId queue) const { return holdOf(queue, everyone).has_value(); }
    /// Whether a gate holds this tenant in the queue.
    bool isHeld(QueueId queue, TenantId tenant) const { return holdOf(queue, tenant).has_value(); }
    /// The hold on the tenant's jobs in the queue, its own or that of the whole queue.
    std::optional<Hold> whyHeld(QueueId queue, TenantId tenant) const;
    /// The hold on the whole queue.
    std::optional<Hold> whyHeld(QueueId queue) const { return holdOf(queue, everyone); }
    /// The hold on the tenant's jobs, also by a gate that was shut lately.
    std::optional<Hold> whySlow(QueueId queue, TenantId tenant, TimePoint now) const;
    /// Calls `visit(queue, tenant, hold)` for each hold, in the order of tenants. Without a tenant it holds the whole
    /// queue; those holds come last.
    template <typename Visit>
    void forEachHold(const Visit &visit) const
    {
        for (const auto &[key, until] : m_holds)
            visit(key.queue, key.tenant == everyone ? std::nullopt : std::optional(key.tenant),
                Hold {m_gates[key.gate]->kind(), m_gates[key.gate]->isPerTenant(), until});
    }

    /// The same for each gate that is open at `now` and was shut lately.
    template <typename Visit>
    void forEachOpened(TimePoint now, const Visit &visit) const
    {
        for (const auto &[key, opened] : m_opened) {
            if (isLately(opened, now) && !m_holds.contains(key))
                visit(key.queue, key.tenant == everyone ? std::nullopt : std::optional(key.tenant),
                    Hold {m_gates[key.gate]->kind(), m_gates[key.gate]->isPerTenant(), std::nullopt, true});
        }
    }

private:
    using GateId = std::uint32_t;
    static constexpr TenantId everyone = std::numeric_limits<TenantId>::max();
    /// Numbers, so that the order does not depend on addresses.
    struct Key
    {
        TenantId tenant = everyone;
        GateId gate = 0;
        QueueId queue = 0;
        auto operator<=>(const Key &) const = default;
    };
    using Holds = std::map<Key, std::optional<TimePoint>>;
    static constexpr SetId noGates = 0;
    struct Set
    {
        std::vector<GateId> leading;
        std::vector<GateId> inside;
        bool isInUse = false; ///< a queue has it
        std::int64_t underWay = 0; ///< runs that entered and have not left
    };
    GateId idOf(const std::shared_ptr<Gate> &gate);
    SetId newSet();
    void forgetUnused();
    bool areSame(const std::vector<GateId> &ids, const std::vector<std::shared_ptr<Gate>> &gates) const;
    const std::vector<GateId> &leadingOf(QueueId queue) const { return m_sets[setOf(queue)].leading; }
    Lanes hold(const Key &key, std::optional<Microseconds> wait, TimePoint now);
    static Lanes lanesOf(const Key &key);
    Holds::iterator drop(Holds::iterator hold);
    void setUntil(const Key &key, std::optional<TimePoint> until);
    void left(const std::vector<GateId> &gates, TenantId tenant);
    std::set<Key> takeDue(TimePoint now);
    Key keyOf(QueueId queue, GateId gate, TenantId tenant) const;
    std::optional<Hold> holdOf(QueueId queue, TenantId tenant) const;
    std::optional<Hold> openedOf(QueueId queue, TenantId tenant, TimePoint now) const;
    static bool isLately(TimePoint opened, TimePoint now) { return now < opened + shutLately; }
    void forgetOpened(TimePoint now);
    std::optional<Microseconds> ask(const Key &key) const;

    const TenantTable &m_tenants;
    std::vector<std::shared_ptr<Gate>> m_gates; ///< null: the number is free
    std::vector<Set> m_sets {Set {}}; ///< the first has no gates
    std::vector<SetId> m_setOf; ///< by queue; as long as needed
    Holds m_holds; ///< the time at which the gate is to be asked
    std::set<std::pair<TimePoint, Key>> m_releases; ///< the holds with a time
    std::set<Key> m_left; ///< holds whose gate a run has left since the last `release`
    std::map<Key, TimePoint> m_opened; ///< the time at which a hold was let go; old ones are dropped now and then
    TimePoint m_forgetOpened; ///< at this time
    bool m_isAskingAll = false;
    TimePoint m_latest; ///< latest time that `release` was given
};

} // namespace fairlead

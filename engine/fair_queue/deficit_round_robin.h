// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/fair_queue/credit.h"
#include "engine/fair_queue/turn_order.h"

#include <optional>
#include <utility>

namespace fairlead {

/// The state of one member of a DeficitRoundRobin.
struct RingMember
{
    Credit deficit = 0;
    Credit perVisit = 1; ///< at least 1
    TurnOrder::Place place = TurnOrder::none; ///< none: it is not in
    bool isIn() const { return place != TurnOrder::none; }
};

/// Deficit round robin (M. Shreedhar, G. Varghese, "Efficient Fair Queuing Using Deficit Round-Robin", 1996) over
/// members known by small numbers. A visit adds the member's credit once and lasts while its deficit pays for its
/// front. A member that joins is visited after all that are in; one that leaves keeps no credit. When a full round can
/// pay for nothing, the missing rounds are added at once: the order is that of walking them, without the walk.
///
/// `Members` gives the state of a member by its number: a table of this ring alone, or one of the owner's with more in
/// it. Threads: one.
template <typename Members>
class DeficitRoundRobin
{
public:
    using Id = TurnOrder::Id;
    /// The next demand of a member. One that may not be served now gathers credit for this front and no more.
    struct Front
    {
        Credit cost = 0;
        bool mayServe = true;
    };

    explicit DeficitRoundRobin(Members members = {})
        : m_members(std::move(members))
    {
    }
    std::size_t size() const { return m_turns.size(); }
    Members &members() { return m_members; }
    const Members &members() const { return m_members; }
    /// Rounds begun so far.
    std::uint64_t round() const { return m_round; }

    /// Does nothing unless `joins`, or when it is in. The one being visited keeps its turn and comes again after this
    /// one.
    void join(Id id, bool joins = true)
    {
        m_turns.reserve([this](Id other, TurnOrder::Place place) { m_members[other].place = place; });
        auto &member = m_members[id];
        member.place = m_turns.push(id, joins && !member.isIn(), member.place);
    }
    /// REQUIRES: in.
    void leave(Id id)
    {
        auto &member = m_members[id];
        if (id == m_turns.first())
            m_isVisiting = false;
        m_turns.remove(member.place);
        member.place = TurnOrder::none;
        member.deficit = std::min<Credit>(member.deficit, 0);
    }
    /// Moves to the member whose turn it is and who can pay; empty when none may be served. Stays there until something
    /// changes. `frontOf(Id) -> Front`.
    template <typename FrontOf>
    std::optional<Id> select(FrontOf frontOf)
    {
        if (size() == 0)
            return std::nullopt;
        const Id id = selectOrNone(frontOf);
        return id == TurnOrder::none ? std::nullopt : std::optional<Id>(id);
    }
    /// The same, with TurnOrder::none for empty. REQUIRES: size() > 0.
    template <typename FrontOf>
    Id selectOrNone(FrontOf frontOf)
    {
        const Id id = m_turns.first();
        auto &member = m_members[id];
        if (!m_isVisiting) [[likely]]
            beginVisit(member);
        const Front front = frontOf(id);
        return front.mayServe && front.cost <= member.deficit ? id : walk(frontOf);
    }
    /// Takes `cost` from the deficit. When it cannot pay for the new front `next` (if known), the visit ends now, so
    /// that a member that joins after this comes after the member's next turn. REQUIRES: in.
    void pay(Id id, Credit cost, std::optional<Credit> next = std::nullopt)
    {
        auto &member = m_members[id];
        member.deficit = std::max(member.deficit - cost, -creditMax);
        if (next && *next > member.deficit && id == m_turns.first())
            endVisit();
    }
    /// Ends the visit of the member that `select` found, which leaves unless it `stays`. The same steps both ways.
    /// REQUIRES: size() > 0.
    void endVisit(bool stays = true)
    {
        auto &current = m_members[m_turns.first()];
        current.place = m_turns.takeFirst(stays);
        const Credit debt = std::min<Credit>(current.deficit, 0);
        current.deficit = debt + (current.deficit - debt) * stays;
        m_isVisiting = false;
    }

    /// The member whose turn comes so many turns after the first, for fetching its memory; TurnOrder::none when that is
    /// not known.
    Id ahead(std::uint32_t turns) const { return m_turns.ahead(turns); }
    /// Calls `visit(Id)` for all members.
    template <typename Visit>
    void forEach(Visit visit) const
    {
        m_turns.forEach(visit);
    }

private:
    void beginVisit(RingMember &member)
    {
        member.deficit = std::min(member.deficit + member.perVisit, 2 * creditMax);
        m_isVisiting = true;
        if (++m_visitsInRound >= size()) {
            m_visitsInRound = 0;
            ++m_round;
        }
    }
    template <typename FrontOf>
    Id walk(FrontOf frontOf);
    template <typename FrontOf>
    bool addMissingRounds(FrontOf frontOf);

    Members m_members;
    TurnOrder m_turns; ///< the first is the current one
    bool m_isVisiting = false; ///< the current member has got its credit
    std::uint64_t m_round = 0;
    std::size_t m_visitsInRound = 0;
};

template <typename Members>
template <typename FrontOf>
typename DeficitRoundRobin<Members>::Id DeficitRoundRobin<Members>::walk(FrontOf frontOf)
{
    std::size_t inVain = 0;
    while (size() > 0) {
        const Id id = m_turns.first();
        auto &member = m_members[id];
        if (!m_isVisiting)
            beginVisit(member);
        const Front front = frontOf(id);
        if (front.mayServe && front.cost <= member.deficit)
            return id;
        if (!front.mayServe)
            member.deficit = std::min(member.deficit, front.cost);
        endVisit();
        if (++inVain < size())
            continue;
        if (!addMissingRounds(frontOf))
            break;
        inVain = 0;
    }
    return TurnOrder::none;
}

/// False when nobody may be served.
template <typename Members>
template <typename FrontOf>
bool DeficitRoundRobin<Members>::addMissingRounds(FrontOf frontOf)
{
    constexpr Credit none = std::numeric_limits<Credit>::max();
    Credit missing = none; // visits until the first member can pay
    forEach([&](Id id) {
        const auto &member = m_members[id];
        const Front front = frontOf(id);
        if (front.mayServe && missing > 1)
            missing = std::min(missing, (front.cost - member.deficit - 1) / member.perVisit + 1);
    });
    if (missing == none)
        return false;
    if (missing <= 1)
        return true;
    const auto rounds = static_cast<std::uint64_t>(missing - 1); // the last one is walked
    m_round += rounds;
    forEach([&](Id id) {
        auto &member = m_members[id];
        // Nobody can pay before: this limit only holds those who may not be served now.
        const Credit most = std::max<Credit>(frontOf(id).cost - member.deficit, 0);
        member.deficit += creditOfRounds(member.perVisit, rounds, most);
    });
    return true;
}

} // namespace fairlead

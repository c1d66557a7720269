// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/fair_queue/credit.h"
#include "engine/fair_queue/steady_vector.h"

#include <limits>
#include <optional>

namespace fairlead {

/// Deficit round robin (M. Shreedhar, G. Varghese, "Efficient Fair Queuing Using Deficit Round-Robin", 1996) over
/// members known by small numbers. A visit adds the member's credit once and lasts while its deficit pays for its
/// front. Who joins is visited after all who are in. Who leaves keeps no credit; a debt is kept, and is paid by the
/// rounds that pass meanwhile as it would have been inside. When a full round can pay for nothing, the rounds that are
/// missing are added at once: the same order as walking them, without the walk. Threads: one.
class DeficitRing
{
public:
    using Id = std::uint32_t;
    /// What a member wants next. Who may not be served now gathers credit for this one front and no more.
    struct Front
    {
        Credit cost = 0;
        bool mayServe = true;
    };

    /// REQUIRES: not in; perVisit >= 1.
    void join(Id id, Credit perVisit);
    /// REQUIRES: in.
    void leave(Id id);
    bool contains(Id id) const { return id < m_members.size() && m_members[id].isIn(); }
    std::size_t size() const { return m_size; }
    /// Takes effect at the next visit.
    void setPerVisit(Id id, Credit perVisit);
    /// Drops what is remembered of one that left.
    void forget(Id id);

    /// Moves to the member whose turn it is and who can pay; empty when none may be served. Stays there until something
    /// changes. `frontOf(Id) -> Front`.
    template <typename FrontOf>
    std::optional<Id> select(FrontOf frontOf);
    /// Takes `cost` from the deficit. When it cannot pay for the new front `next` (if known), the visit ends now, so
    /// that who joins after this comes after the member's next turn.
    void pay(Id id, Credit cost, std::optional<Credit> next = std::nullopt);
    /// Gives back (positive) or takes (negative) what a run's real cost differed from the charge, also of one that
    /// left.
    void correct(Id id, Credit change);
    /// As `correct`, for something that happened outside this ring: never leaves more than a bounded debt, nor credit.
    void correctFromOutside(Id id, Credit change);

    /// What it owes by now: rounds that passed since it left have been paid.
    Credit debtOf(Id id) const;
    /// It owes at least this much, from before. `perVisit` is what it would earn inside.
    void owe(Id id, Credit perVisit, Credit debt);

    /// Where the next `select` begins, and who comes after. REQUIRES: size() > 0; in.
    Id current() const { return m_current; }
    Id after(Id id) const { return m_members[id].next; }
    /// Asks for the memory of a member that will be needed soon.
    void prefetch(Id id) const { __builtin_prefetch(&m_members[id], 1); }

    Credit deficitOf(Id id) const { return id < m_members.size() ? m_members[id].deficit : 0; }
    /// Calls `visit(Id)` for all members.
    template <typename Visit>
    void forEach(Visit visit) const;

private:
    static constexpr Id nobody = std::numeric_limits<Id>::max();
    /// Two in a cache line.
    struct alignas(32) Member
    {
        Credit deficit = 0;
        Credit perVisit = 1;
        std::uint64_t leftInRound = 0;
        Id next = nobody; ///< nobody: it is not in
        Id previous = 0;
        bool isIn() const { return next != nobody; }
    };
    void beginVisit();
    void endVisit();
    template <typename FrontOf>
    bool addMissingRounds(FrontOf frontOf);

    SteadyVector<Member> m_members;
    std::size_t m_size = 0;
    Id m_current = 0; ///< of m_size > 0
    bool m_isVisiting = false; ///< the current member has got its credit
    std::uint64_t m_round = 0;
    std::size_t m_visitsInRound = 0;
};

template <typename FrontOf>
std::optional<DeficitRing::Id> DeficitRing::select(FrontOf frontOf)
{
    std::size_t inVain = 0;
    while (m_size > 0) {
        if (!m_isVisiting)
            beginVisit();
        Member &member = m_members[m_current];
        const Front front = frontOf(m_current);
        if (front.mayServe && front.cost <= member.deficit)
            return m_current;
        if (!front.mayServe)
            member.deficit = std::min(member.deficit, front.cost);
        endVisit();
        if (++inVain < m_size)
            continue;
        if (!addMissingRounds(frontOf))
            break;
        inVain = 0;
    }
    return std::nullopt;
}

/// False when nobody may be served.
template <typename FrontOf>
bool DeficitRing::addMissingRounds(FrontOf frontOf)
{
    constexpr Credit none = std::numeric_limits<Credit>::max();
    Credit missing = none; // visits until the first member can pay
    forEach([&](Id id) {
        const Member &member = m_members[id];
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
        Member &member = m_members[id];
        // Nobody can pay before: this limit only holds those who may not be served now.
        const Credit most = std::max<Credit>(frontOf(id).cost - member.deficit, 0);
        member.deficit += creditOfRounds(member.perVisit, rounds, most);
    });
    return true;
}

template <typename Visit>
void DeficitRing::forEach(Visit visit) const
{
    Id id = m_current;
    for (std::size_t i = 0; i < m_size; ++i) {
        visit(id);
        id = m_members[id].next;
    }
}

} // namespace fairlead

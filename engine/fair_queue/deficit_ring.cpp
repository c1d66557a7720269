// SPDX-License-Identifier: Apache-2.0
#include "engine/fair_queue/deficit_ring.h"

namespace fairlead {

namespace {
/// Debt from outside, in the larger of the charge and a visit's credit. Enough to even out turns that come in bursts;
/// little enough that nobody waits long for what it got elsewhere while that was free.
constexpr Credit outsideDebtMax = 100;
} // namespace

void DeficitRing::join(Id id, Credit perVisit)
{
    m_members.reach(id);
    Member &member = m_members[id];
    member.perVisit = perVisit;
    if (member.deficit < 0)
        member.deficit = -debtOf(id);
    if (m_size++ == 0) {
        member.next = member.previous = m_current = id;
        m_isVisiting = false;
        return;
    }
    // Before the current one is behind all others. Who is being visited keeps its turn and comes again after this one.
    member.next = m_current;
    member.previous = m_members[m_current].previous;
    m_members[member.previous].next = id;
    m_members[m_current].previous = id;
}

void DeficitRing::leave(Id id)
{
    if (id == m_current)
        endVisit();
    Member &member = m_members[id];
    m_members[member.previous].next = member.next;
    m_members[member.next].previous = member.previous;
    member.next = nobody;
    member.deficit = std::min<Credit>(member.deficit, 0);
    member.leftInRound = m_round;
    --m_size;
}

void DeficitRing::setPerVisit(Id id, Credit perVisit)
{
    if (id < m_members.size())
        m_members[id].perVisit = perVisit;
}

void DeficitRing::forget(Id id)
{
    if (id < m_members.size())
        m_members[id] = {};
}

void DeficitRing::pay(Id id, Credit cost, std::optional<Credit> next)
{
    Member &member = m_members[id];
    member.deficit = std::max(member.deficit - cost, -creditMax);
    if (next && id == m_current && *next > member.deficit)
        endVisit();
}

void DeficitRing::correct(Id id, Credit change)
{
    if (id >= m_members.size())
        return;
    Member &member = m_members[id];
    member.deficit = std::clamp(member.deficit + change, std::min(member.deficit, -debtMax), creditMax);
    if (!member.isIn())
        member.deficit = std::min<Credit>(member.deficit, 0);
}

void DeficitRing::correctFromOutside(Id id, Credit change)
{
    Member &member = m_members[id];
    const Credit larger = std::max(change < 0 ? -change : change, member.perVisit);
    const Credit floor = -std::min(debtMax, creditOfRounds(larger, outsideDebtMax, creditMax));
    const Credit lowest = std::min(member.deficit, floor);
    const Credit highest = std::max<Credit>(member.deficit, 0);
    member.deficit = std::clamp(member.deficit + change, lowest, highest);
}

Credit DeficitRing::debtOf(Id id) const
{
    const Credit debt = -std::min<Credit>(deficitOf(id), 0);
    if (debt == 0 || contains(id))
        return debt;
    const Member &member = m_members[id];
    return debt - creditOfRounds(member.perVisit, m_round - member.leftInRound, debt);
}

void DeficitRing::owe(Id id, Credit perVisit, Credit debt)
{
    m_members.reach(id);
    Member &member = m_members[id];
    member.perVisit = perVisit;
    member.deficit = -std::max(debtOf(id), std::clamp<Credit>(debt, 0, debtMax));
    member.leftInRound = m_round;
}

void DeficitRing::beginVisit()
{
    Member &member = m_members[m_current];
    member.deficit = std::min(member.deficit + member.perVisit, 2 * creditMax);
    m_isVisiting = true;
    if (++m_visitsInRound >= m_size) {
        m_visitsInRound = 0;
        ++m_round;
    }
}

void DeficitRing::endVisit()
{
    m_current = m_members[m_current].next;
    m_isVisiting = false;
}

} // namespace fairlead

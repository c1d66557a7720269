// SPDX-License-Identifier: Apache-2.0
#include "engine/fair_queue/deficit_ring.h"

namespace fairlead {

namespace {
/// The limit of a debt from outside, in the larger of the charge and a visit's credit. Enough to even out turns that
/// come in bursts; little enough that nobody waits long for work that it got elsewhere while that was free.
constexpr Credit outsideDebtMax = 100;
} // namespace

void DeficitRing::join(Id id, Credit perVisit)
{
    members().reach(id);
    RingDebtor &member = members()[id];
    member.perVisit = perVisit;
    if (member.deficit < 0)
        member.deficit = -debtOf(id);
    RoundRobin::join(id);
}

void DeficitRing::leave(Id id)
{
    RoundRobin::leave(id);
    members()[id].leftInRound = round();
}

void DeficitRing::setPerVisit(Id id, Credit perVisit)
{
    if (id < members().size())
        members()[id].perVisit = perVisit;
}

void DeficitRing::forget(Id id)
{
    if (id < members().size())
        members()[id] = {};
}

void DeficitRing::correct(Id id, Credit change)
{
    if (id >= members().size())
        return;
    RingDebtor &member = members()[id];
    member.deficit = std::clamp(member.deficit + change, std::min(member.deficit, -debtMax), creditMax);
    if (!member.isIn())
        member.deficit = std::min<Credit>(member.deficit, 0);
}

void DeficitRing::correctFromOutside(Id id, Credit change)
{
    RingDebtor &member = members()[id];
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
    const RingDebtor &member = members()[id];
    return debt - creditOfRounds(member.perVisit, round() - member.leftInRound, debt);
}

void DeficitRing::owe(Id id, Credit perVisit, Credit debt)
{
    members().reach(id);
    RingDebtor &member = members()[id];
    member.perVisit = perVisit;
    member.deficit = -std::max(debtOf(id), std::clamp<Credit>(debt, 0, debtMax));
    member.leftInRound = round();
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/fair_queue/deficit_round_robin.h"
#include "engine/fair_queue/steady_vector.h"

namespace fairlead {

/// The state of one member of a DeficitRing. Half a cache line.
struct alignas(32) RingDebtor : RingMember
{
    std::uint64_t leftInRound = 0;
};

/// Deficit round robin with debts: a run may turn out to cost more than its member was charged. A debt is kept by one
/// that leaves, and the rounds that pass meanwhile pay it as if the member had stayed. Threads: one.
class DeficitRing : private DeficitRoundRobin<SteadyVector<RingDebtor>>
{
    using RoundRobin = DeficitRoundRobin<SteadyVector<RingDebtor>>;

public:
    using RoundRobin::Front;
    using RoundRobin::Id;

    /// REQUIRES: not in; perVisit >= 1.
    void join(Id id, Credit perVisit);
    /// REQUIRES: in.
    void leave(Id id);
    bool contains(Id id) const { return id < members().size() && members()[id].isIn(); }
    using RoundRobin::size;
    /// Takes effect at the next visit.
    void setPerVisit(Id id, Credit perVisit);
    /// Drops the state of one that left.
    void forget(Id id);

    using RoundRobin::pay;
    using RoundRobin::select;
    /// Gives back (positive) or takes (negative) the difference between a run's charge and its real cost, also of a
    /// member that left.
    void correct(Id id, Credit change);
    /// As `correct`, for something that happened outside this ring: never leaves more than a bounded debt, nor credit.
    void correctFromOutside(Id id, Credit change);

    /// The debt by now: rounds that passed since the member left have been paid.
    Credit debtOf(Id id) const;
    /// Gives a member at least this debt. `perVisit` is the credit it would earn inside.
    void owe(Id id, Credit perVisit, Credit debt);

    using RoundRobin::forEach;
    Credit deficitOf(Id id) const { return id < members().size() ? members()[id].deficit : 0; }
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace fairlead {

/// Deficits are counted in millionths of a unit of cost, so that small weights earn exact parts of a quantum.
using Credit = std::int64_t;
inline constexpr Credit creditPerCost = 1'000'000;
inline constexpr Credit creditMax = costMax * creditPerCost; ///< 10^18: sums of a few stay below 2^63
/// The most that an underestimated run may leave a tenant owing: one hour of worker time. Estimates follow soon, so
/// only a first burst of surprises gets near.
inline constexpr Credit debtMax = 3'600'000'000 * creditPerCost;

/// Costs outside 1 to costMax count as the nearest of these.
inline Credit creditOf(std::int64_t cost)
{
    return std::clamp<std::int64_t>(cost, 1, costMax) * creditPerCost;
}

/// The credit of one visit: quantum x weight, at least the smallest credit, at most creditMax.
inline Credit creditPerVisit(std::int64_t quantum, double weight)
{
    const double credit = static_cast<double>(quantum) * weight * static_cast<double>(creditPerCost);
    if (!(credit > 1))
        return 1;
    return credit >= static_cast<double>(creditMax) ? creditMax : std::llround(credit);
}

/// Shares of the priority classes in weighted mode. The largest earns one quantum a visit, the others parts of one:
/// turns of the classes mix instead of coming in long runs.
inline constexpr std::array<double, allPriorities.size()> classWeights {
    20.0 / 20, 10.0 / 20, 5.0 / 20, 2.0 / 20, 1.0 / 20};

inline Credit perVisitOfClass(std::int64_t quantum, Priority priority)
{
    return creditPerVisit(quantum, classWeights[static_cast<std::size_t>(priority)]);
}

/// The credit of `rounds` visits; at most `most`.
inline Credit creditOfRounds(Credit perVisit, std::uint64_t rounds, Credit most)
{
    const auto roundsForMost = static_cast<std::uint64_t>(most / perVisit);
    return rounds > roundsForMost ? most : perVisit * static_cast<Credit>(rounds);
}

} // namespace fairlead

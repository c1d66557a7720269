// SPDX-License-Identifier: Apache-2.0
#include "engine/scheduling/fair_queue_settings.h"

#include <limits>

namespace fairlead {

WhenFull whenFullOf(const FairQueueLimits &limits, const TenantRule *rule)
{
    return rule ? rule->whenFull.value_or(limits.whenFull) : limits.whenFull;
}

std::size_t lengthMaxOf(const FairQueueLimits &limits, WhenFull whenFull, Priority priority)
{
    if (limits.lengthMax == 0)
        return std::numeric_limits<std::size_t>::max();
    if (whenFull != WhenFull::ShedLow)
        return limits.lengthMax;
    const double from = limits.shedFrom > 0 ? std::min(limits.shedFrom, 1.0) : 0.0; // NaN: 0
    const double classesBelow = static_cast<double>(allPriorities.size() - 1) - static_cast<double>(priority);
    const double share = from + (1 - from) * classesBelow / static_cast<double>(allPriorities.size() - 1);
    return static_cast<std::size_t>(share * static_cast<double>(limits.lengthMax));
}

Error fairQueueRefusal(ErrorCode code)
{
    if (code == ErrorCode::TenantFull)
        return {code, "the tenant has as much waiting as it may: try again later"};
    if (code == ErrorCode::QueueFull)
        return {code, "the queue is full: try again later"};
    if (code == ErrorCode::TimedOut)
        return {code, "nothing changed in the time given: try again"};
    return {ErrorCode::Unavailable, "the queue is closed"};
}

} // namespace fairlead

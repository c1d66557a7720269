// SPDX-License-Identifier: Apache-2.0
#include "engine/fair_queue/fair_queue_settings.h"

#include "engine/domain/room_share.h"

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
    const Backpressure backpressure {whenFull, limits.waitMax, limits.shedFrom};
    constexpr std::size_t most = std::numeric_limits<std::int64_t>::max();
    const auto length = static_cast<std::int64_t>(std::min(limits.lengthMax, most));
    return static_cast<std::size_t>(roomFor(backpressure, length, priority));
}

bool hasFilledShare(const FairQueueLimits &limits, std::size_t length, std::size_t tenantLength, double weight)
{
    if (limits.room == RoomPolicy::FirstCome || limits.lengthMax == 0)
        return false;
    constexpr std::size_t most = std::numeric_limits<std::int64_t>::max();
    const RoomUse use {static_cast<std::int64_t>(std::min(limits.lengthMax, most)), static_cast<std::int64_t>(length),
        static_cast<std::int64_t>(tenantLength), weight};
    return overShare(use, 1) > 0;
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

// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/room_share.h"

#include <algorithm>

namespace fairlead {

namespace {
/// The larger, the more a lone tenant may fill, and the less is left for newcomers.
constexpr double sharesOfFree = 8;
} // namespace

std::int64_t shareOfRoom(const RoomUse &use)
{
    const std::int64_t others = std::max<std::int64_t>(use.ofAll - use.ofTenant, 0);
    const std::int64_t room = std::max<std::int64_t>(use.limit - others, 0);
    // The tenant's own holding is not free either: h <= a (room - h) is h <= a / (1 + a) x room.
    const double factor = sharesOfFree * use.weight;
    const double share = factor * static_cast<double>(room) / (1 + factor); // in this order exact for small numbers
    return std::min(static_cast<std::int64_t>(share), room);
}

std::int64_t overShare(const RoomUse &use, std::int64_t more)
{
    return std::clamp<std::int64_t>(use.ofTenant + more - shareOfRoom(use), 0, std::max<std::int64_t>(use.ofTenant, 0));
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace fairlead {

/// The use of the room below one limit, in jobs or in bytes.
struct RoomUse
{
    std::int64_t limit = 0; ///< above 0
    std::int64_t ofAll = 0; ///< held by all tenants, this one included
    std::int64_t ofTenant = 0; ///< held by the tenant in question
    double weight = 1; ///< of that tenant; passes checkWeight
};

/// The most that the tenant may hold while the others hold what they do: 8 x weight times the room that is then left
/// (A. Choudhury, E. Hahne, "Dynamic Queue Length Thresholds for Shared-Memory Packet Switches", 1998). Of an empty
/// room a lone tenant of weight 1 gets 8/9, and ten such tenants leave a hundredth free. 0 when the others hold all.
std::int64_t shareOfRoom(const RoomUse &use);

/// The part of its holding that the tenant must give up before `more` is within its share; 0: it is. One that holds
/// nothing is always within its share, so that it is refused by the limit alone. Pure. REQUIRES: more >= 0.
std::int64_t overShare(const RoomUse &use, std::int64_t more);

} // namespace fairlead

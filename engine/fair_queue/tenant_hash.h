// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/sip_hash.h"

#include <type_traits>

namespace fairlead {

/// The hash of a tenant's key: an integer, an enumeration or text. The secret keeps chosen names from making look-ups
/// slow.
template <typename Tenant>
std::uint64_t tenantHash(const HashKey &key, const Tenant &tenant)
{
    if constexpr (std::is_integral_v<Tenant> || std::is_enum_v<Tenant>) {
        // splitmix64 (S. Vigna) between two secrets.
        std::uint64_t mixed = static_cast<std::uint64_t>(tenant) ^ key[0];
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
        return mixed ^ (mixed >> 31) ^ key[1];
    } else {
        return sipHash(key, tenant);
    }
}

} // namespace fairlead

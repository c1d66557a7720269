// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace fairlead {

/// A secret of two words, so that chosen names cannot make look-ups slow.
using HashKey = std::array<std::uint64_t, 2>;

/// SipHash-2-4 (J.-P. Aumasson, D. J. Bernstein, 2012).
std::uint64_t sipHash(const HashKey &key, std::string_view bytes);

/// The hash of a tenant's key: an integer, an enumeration or text.
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

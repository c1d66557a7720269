// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace fairlead {

/// A secret of two words.
using HashKey = std::array<std::uint64_t, 2>;

/// SipHash-2-4 (J.-P. Aumasson, D. J. Bernstein, 2012): without the key nobody can tell the hash of a text.
std::uint64_t sipHash(const HashKey &key, std::string_view bytes);

} // namespace fairlead

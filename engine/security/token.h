// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/access.h"

#include <string>
#include <string_view>

namespace fairlead {

/// A secret: "fl_", 64 hexadecimal digits (32 random bytes), and 8 that sum them up, so that scanners of code can tell
/// a token and people a slip of the hand.
std::string makeTokenSecret();
bool isTokenSecret(std::string_view text);
/// SHA-256, as 64 hexadecimal digits.
std::string sha256Hex(std::string_view bytes);
/// SHA-256 of a secret, as hexadecimal digits: what is stored. The secret has 256 bits, so no salt is needed.
std::string tokenHash(std::string_view secret);
/// 8 random bytes, as hexadecimal digits.
std::string makeTokenId();

} // namespace fairlead

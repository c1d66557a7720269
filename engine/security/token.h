// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/access.h"

#include <string>
#include <string_view>

namespace fairlead {

/// A new secret: "fl_", 64 hexadecimal digits (32 random bytes), and 8 digits of checksum, by which scanners of code
/// recognise a token, and people a typing error.
std::string makeTokenSecret();
bool isTokenSecret(std::string_view text);
/// SHA-256, as 64 hexadecimal digits.
std::string sha256Hex(std::string_view bytes);
/// The stored form of a secret: its SHA-256 as hexadecimal digits. A secret has 256 random bits, so no salt is needed.
std::string tokenHash(std::string_view secret);
/// 8 random bytes, as hexadecimal digits.
std::string makeTokenId();

} // namespace fairlead

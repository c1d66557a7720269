// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace fairlead {

/// ASCII letters in lower case; other bytes as they are.
std::string lower(std::string_view text);
/// ASCII letters in upper case; other bytes as they are.
std::string upper(std::string_view text);

} // namespace fairlead

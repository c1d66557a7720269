// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace fairlead {

/// Where text stops being JSON (RFC 8259): the first byte that cannot be right, or the end when something is missing.
/// Empty when its form is good. simdjson says what is wrong, but not where; this walks the text again, only for the
/// message.
std::optional<std::size_t> jsonFaultAt(std::string_view text, std::size_t depthMax);

} // namespace fairlead

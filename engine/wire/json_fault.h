// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace fairlead {

/// The place where text stops being JSON (RFC 8259): the first wrong byte, or the end when something is missing. Empty
/// when the text is valid. simdjson names the error but not the place; this walks the text again, for the message only.
std::optional<std::size_t> jsonFaultAt(std::string_view text, std::size_t depthMax);

} // namespace fairlead

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead {

/// One value of a JSON text, unconverted: order, repeated keys and the digits of numbers stay as they are written. The
/// views point into the text, which must outlive them.
struct JsonNode
{
    enum class Kind { Object, Array, Text, Other };
    Kind kind = Kind::Other;
    std::string_view key; ///< as written, without quotes; empty inside arrays
    std::string_view raw; ///< the whole value, as written
    std::vector<JsonNode> children;
};

/// The outline of a JSON text; empty when it is not JSON, nested deeper than 200, or of more than `nodesMax` values.
std::optional<JsonNode> outlineJson(std::string_view text, std::size_t nodesMax = 20'000);
/// The first byte at which a text stops being JSON, its size when the end is missing. Empty when outlineJson reads it.
std::optional<std::size_t> jsonFaultAt(std::string_view text);

} // namespace fairlead

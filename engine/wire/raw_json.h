// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead {

/// The exact text of the first member with this name. Empty when there is none. REQUIRES: `json` is valid.
std::optional<std::string> rawMember(std::string_view json, std::string_view name);
/// The exact texts of an array's elements, or of those of the member `name`; the first `most` of them. REQUIRES: `json`
/// is valid.
std::vector<std::string> rawElements(
    std::string_view json, std::string_view name = {}, std::size_t most = std::numeric_limits<std::size_t>::max());
/// The JSON text with "***" in place of each value that one of the JSON pointers (RFC 6901) names, in every one of
/// several members of the same name. A text that is no pointer names the whole. Empty when `bytes` are not JSON.
std::optional<std::string> withStars(std::string_view bytes, const std::vector<std::string> &pointers);
/// The text of an object with `{}` in place of each value of more than `most` bytes that is no text. The member `whole`
/// is left as it is. For a value that is no object: `[]`. REQUIRES: `json` is valid.
std::string outlineOf(std::string_view json, std::size_t most, std::string_view whole);
/// Whether bytes that are inserted into JSON unchanged can be read back unchanged.
bool isEmbeddable(const std::string &bytes);

} // namespace fairlead

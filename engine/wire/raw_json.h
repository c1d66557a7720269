// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead {

/// The exact text of the first member with this name. Empty when there is none. REQUIRES: `json` is valid.
std::optional<std::string> rawMember(std::string_view json, std::string_view name);
/// The exact texts of an array's elements, or of those of the member `name`. REQUIRES: `json` is valid.
std::vector<std::string> rawElements(std::string_view json, std::string_view name = {});
/// Whether bytes that are inserted into JSON unchanged can be read back unchanged.
bool isEmbeddable(const std::string &bytes);

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fairlead {

/// The text of a member's value exactly as it stands (the first of that name); empty when there is none.
/// REQUIRES: `json` is valid.
std::optional<std::string> rawMember(std::string_view json, std::string_view name);
/// The texts of an array's elements, or of those of the member `name`. REQUIRES: `json` is valid.
std::vector<std::string> rawElements(std::string_view json, std::string_view name = {});
/// Whether bytes put into JSON as they stand come out as they were.
bool isEmbeddable(const std::string &bytes);

} // namespace fairlead

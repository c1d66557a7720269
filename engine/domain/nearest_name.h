// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fairlead {

/// The known name that is fewest edits away from `text` (Levenshtein 1966); empty when none is near: at most a third
/// of the longer one's letters (and always one) may differ. For errors that say what was probably meant.
std::string nearestName(std::string_view text, const std::vector<std::string> &known);

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace fairlead {

/// The known name with the fewest edits from `text` (Levenshtein 1966). At most a third of the letters of the longer
/// one may differ (one letter always may); otherwise empty. For errors that suggest the name that was meant.
std::string nearestName(std::string_view text, const std::vector<std::string> &known);

} // namespace fairlead

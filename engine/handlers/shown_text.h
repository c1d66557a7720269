// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace fairlead {

/// Makes the output of a program or a server safe to show, as terminalText does: control characters, which could act on
/// a terminal or a log, and bytes that are not UTF-8 become escapes. Newlines at the end are removed.
std::string shownOutput(std::string_view text);

} // namespace fairlead

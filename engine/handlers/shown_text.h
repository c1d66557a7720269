// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace fairlead {

/// Makes the output of a program or a server safe to show. Control characters, which could act on a terminal or a log,
/// become '?'. So do bytes that are not UTF-8; those of one letter that was cut become one '?'. Newlines at the end are
/// removed.
std::string shownOutput(std::string_view text);

} // namespace fairlead

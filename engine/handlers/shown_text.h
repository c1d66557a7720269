// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace fairlead {

/// Makes the output of a program or a server safe to show. Control characters, which could act on a terminal or a log,
/// and bytes that are not UTF-8 become '?'. Newlines at the end are removed.
std::string shownOutput(const std::string &text);

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace fairlead {

/// The output of a program or a server, made safe to show: control characters could act on the terminal or the log
/// that shows the text, so they become '?', as does what is not UTF-8; newlines at the end go.
std::string shownOutput(const std::string &text);

} // namespace fairlead

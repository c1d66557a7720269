// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>

namespace fairlead {

/// Takes log lines: a level ("debug", "info", "warning", "error") and one line of text. Threads: any.
using LogSink = std::function<void(std::string_view level, std::string_view line)>;

} // namespace fairlead

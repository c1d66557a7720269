// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/log_lines.h"

#include "engine/domain/terminal_text.h"
#include "engine/domain/units.h"

#include <array>
#include <cstdio>

namespace fairlead {

namespace {
LogLevel levelOf(std::string_view name)
{
    constexpr std::array<std::string_view, 4> names {"debug", "info", "warning", "error"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names.at(i) == name)
            return static_cast<LogLevel>(i);
    }
    return LogLevel::Error;
}
} // namespace

LogSink logToStderr(std::shared_ptr<std::atomic<LogLevel>> least)
{
    return [least = std::move(least)](std::string_view level, std::string_view text) {
        if (levelOf(level) < *least)
            return;
        const std::string line = timeText(SystemClock().now()) + " " + std::string(level) + " "
            + terminalText(text, LineEnds::Escaped) + "\n";
        std::fputs(line.c_str(), stderr);
    };
}

} // namespace fairlead

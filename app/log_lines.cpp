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

std::string escaped(std::string_view text)
{
    std::string line;
    for (const char c : text) {
        if (c == '\n')
            line += "\\n";
        else
            line += c;
    }
    return terminalText(line, LineEnds::Replaced);
}
} // namespace

LogSink logToStderr(std::shared_ptr<std::atomic<LogLevel>> least)
{
    return [least = std::move(least)](std::string_view level, std::string_view text) {
        if (levelOf(level) < *least)
            return;
        const std::string line = timeText(SystemClock().now()) + " " + std::string(level) + " " + escaped(text) + "\n";
        std::fputs(line.c_str(), stderr);
    };
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/priority.h"

#include <string>
#include <utility>

namespace fairlead {

std::string_view priorityName(Priority priority)
{
    switch (priority) {
    case Priority::Critical:
        return "critical";
    case Priority::High:
        return "high";
    case Priority::Normal:
        return "normal";
    case Priority::Low:
        return "low";
    case Priority::Background:
        return "background";
    }
    return "normal";
}

Result<Priority> parsePriority(std::string_view text)
{
    static constexpr std::array<std::pair<std::string_view, Priority>, 13> words {{
        {"critical", Priority::Critical},
        {"crit", Priority::Critical},
        {"c", Priority::Critical},
        {"high", Priority::High},
        {"h", Priority::High},
        {"normal", Priority::Normal},
        {"n", Priority::Normal},
        {"default", Priority::Normal},
        {"low", Priority::Low},
        {"l", Priority::Low},
        {"background", Priority::Background},
        {"bg", Priority::Background},
        {"b", Priority::Background},
    }};
    for (const auto &[word, priority] : words) {
        if (word == text)
            return priority;
    }
    return failure(ErrorCode::Invalid,
        "unknown priority '" + std::string(text.substr(0, 64))
            + "': expected critical, high, normal, low or background");
}

} // namespace fairlead

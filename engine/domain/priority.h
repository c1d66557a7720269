// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"

#include <array>
#include <string_view>

namespace fairlead {

/// The five classes. The numbers reach the disk: do not change them.
enum class Priority { Critical = 0, High = 1, Normal = 2, Low = 3, Background = 4 };

inline constexpr std::array<Priority, 5> allPriorities {
    Priority::Critical, Priority::High, Priority::Normal, Priority::Low, Priority::Background};

std::string_view priorityName(Priority priority);
/// Reads a name or a short form: critical|crit|c, high|h, normal|n|default, low|l, background|bg|b. Fails with Invalid.
Result<Priority> parsePriority(std::string_view text);

} // namespace fairlead

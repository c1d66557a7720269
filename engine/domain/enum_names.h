// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace fairlead {

/// The names of an enum's values, in their order, which starts at 0: `all`, an array of std::string_view.
template <typename Enum>
struct EnumNames;
template <typename T>
concept HasNames = requires
{
    EnumNames<T>::all;
};

template <HasNames Enum>
constexpr std::string_view nameOf(Enum value)
{
    return EnumNames<Enum>::all.at(static_cast<std::size_t>(value));
}

/// Empty when no value has the name.
template <HasNames Enum>
constexpr std::optional<Enum> fromName(std::string_view name)
{
    const auto &all = EnumNames<Enum>::all;
    const auto found = std::find(all.begin(), all.end(), name);
    return found == all.end() ? std::nullopt : std::optional(static_cast<Enum>(found - all.begin()));
}

} // namespace fairlead

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

/// An enum of which a newer engine may know more values. `unknown` stands for a word that this version does not know.
/// It is read from answers only; requests, the document and the command line do not have it.
template <typename T>
concept MayGrow = HasNames<T> && requires
{
    EnumNames<T>::unknown;
};

template <HasNames Enum>
constexpr std::string_view nameOf(Enum value)
{
    if constexpr (MayGrow<Enum>) {
        if (value == EnumNames<Enum>::unknown)
            return "unknown";
    }
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

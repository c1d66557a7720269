// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
#include "engine/domain/enum_names.h"

#include <cstdint>
#include <string>

namespace fairlead {

/// The newest marks are kept.
inline constexpr int marksKept = 1'000;
inline constexpr std::size_t markTextBytesMax = 200;

/// The thing that a mark stands for. The numbers reach the disk: do not change them.
enum class MarkKind {
    Note, ///< `text`: what a person or a program wrote, such as a deployment
    Started, ///< the engine; `text`: its version
    Reloaded, ///< the configuration
    Paused, ///< `text`: the engine, the queue or the tenant
    Alert, ///< raised; `text`: its name, its measure and its threshold
    Unknown, ///< of a newer engine
};
template <>
struct EnumNames<MarkKind>
{
    static constexpr std::array<std::string_view, 5> all {"note", "started", "reloaded", "paused", "alert"};
    static constexpr MarkKind unknown = MarkKind::Unknown;
};

/// A moment to remember on the time axis of charts. Kept apart from the events, which are many.
struct Mark
{
    std::int64_t number = 0; ///< rises by one from 1; 0: not written yet
    TimePoint at {};
    MarkKind kind = MarkKind::Note;
    std::string who; ///< the token's name and id, "local", or an operator's name; empty: the engine
    std::string text; ///< at most markTextBytesMax
};

} // namespace fairlead

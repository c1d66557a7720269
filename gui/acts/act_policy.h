// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

namespace fairlead {

/// What a person can do to an engine from the monitor.
enum class Act { Pause, Resume, SetTenant, RetryJobs, EditAndRetry, CancelJobs, DeleteJobs, DrainAndStop, StopNow };
inline constexpr std::array<Act, 9> allActs {Act::Pause, Act::Resume, Act::SetTenant, Act::RetryJobs, Act::EditAndRetry,
    Act::CancelJobs, Act::DeleteJobs, Act::DrainAndStop, Act::StopNow};

/// How the person is asked first.
enum class Confirmation {
    None, ///< it can be taken back, and is small
    Counted, ///< a dialog that says what, how many and what of it is lost
    Typed, ///< the same, and the name or number has to be typed
};

/// Whether what the act did can be put right by another act without losing work.
bool isReversible(Act act);
/// The one rule: by what is lost and how much of it. `jobs` is the number of jobs the act touches.
Confirmation confirmationFor(Act act, std::int64_t jobs);

} // namespace fairlead

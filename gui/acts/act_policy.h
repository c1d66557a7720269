// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>

namespace fairlead {

/// An act on an engine that the monitor offers.
enum class Act {
    Pause,
    Resume,
    SetTenant,
    ApplyDraft, ///< several settings at once
    RetryJobs,
    EditAndRetry,
    CancelJobs,
    DeleteJobs, ///< all have ended
    DeleteWaiting, ///< some wait; they are cancelled
    DrainAndStop,
    StopNow
};
inline constexpr std::array<Act, 11> allActs {Act::Pause, Act::Resume, Act::SetTenant, Act::ApplyDraft, Act::RetryJobs,
    Act::EditAndRetry, Act::CancelJobs, Act::DeleteJobs, Act::DeleteWaiting, Act::DrainAndStop, Act::StopNow};

/// The most jobs of which a deletion is undone.
inline constexpr std::int64_t undoneMax = 1000;

/// The question that comes before an act.
enum class Confirmation {
    None, ///< the act can be undone and is small
    Counted, ///< a dialog names the act, the count and the loss
    Typed, ///< as Counted, and the name or number must be typed
};

/// Whether another act can undo this one without losing work.
bool isReversible(Act act);
/// The confirmation that an act needs. It depends on what is lost and on how much. `jobs` is the number of jobs
/// touched.
Confirmation confirmationFor(Act act, std::int64_t jobs);

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"

#include <array>
#include <optional>
#include <span>
#include <string_view>

namespace fairlead {

/// The state of a job in its life. The numbers reach the disk: do not change them.
enum class JobState {
    Scheduled = 0, ///< not due yet: delayed at enqueue, or by the back-off of a retry
    Blocked = 1, ///< waits for other jobs
    Ready = 2, ///< waits for a worker
    Running = 3,
    Succeeded = 4,
    Dead = 5, ///< failed for good: a dead letter
    Expired = 6, ///< its deadline passed before it could start
    Cancelled = 7,
};
inline constexpr std::size_t jobStateCount = 8;
inline constexpr std::array<JobState, jobStateCount> allJobStates {JobState::Scheduled, JobState::Blocked,
    JobState::Ready, JobState::Running, JobState::Succeeded, JobState::Dead, JobState::Expired, JobState::Cancelled};

/// Counts of jobs by state, indexed by JobState.
using StateCounts = std::array<std::int64_t, jobStateCount>;
inline void addCounts(StateCounts &to, const StateCounts &from)
{
    for (std::size_t i = 0; i < to.size(); ++i)
        to.at(i) += from.at(i);
}
inline std::int64_t countOf(const StateCounts &counts, JobState state)
{
    return counts.at(static_cast<std::size_t>(state));
}

std::string_view jobStateName(JobState state);
/// Fails with Invalid, listing the names.
Result<JobState> parseJobState(std::string_view text);
/// Succeeded, dead, expired or cancelled.
bool isEnded(JobState state);
/// Ready or scheduled: it may be moved and edited.
bool isWaiting(JobState state);

/// The events of a job's life.
enum class JobEvent {
    Enqueued, ///< accepted, may run at once
    EnqueuedForLater, ///< accepted, due later
    EnqueuedBlocked, ///< accepted, waits for other jobs
    BecameDue,
    Unblocked,
    Claimed,
    Succeeded,
    FailedForNow, ///< failed, another attempt follows after its back-off
    FailedForGood, ///< rejected, out of attempts or of crashes, or corrupt
    Snoozed, ///< asked to run later; not an attempt
    Released, ///< cut by a shutdown or a crash; runs again
    DeadlinePassed,
    Cancelled,
    Retried, ///< an operator or a bulk act made an ended job ready again
};

/// One row of the table of transitions. `from` is empty for a job that does not exist yet.
struct JobTransition
{
    std::optional<JobState> from;
    JobEvent event;
    JobState to;
};

/// The table of all transitions; no other is possible. Stores and documents are tested against it.
std::span<const JobTransition> jobTransitions();
/// The state after `event`. Empty when the event cannot happen in `from`.
std::optional<JobState> stateAfter(std::optional<JobState> from, JobEvent event);
std::string_view jobEventName(JobEvent event);

/// The places of a job in a store. A job is in exactly one.
struct JobPlaces
{
    bool isDelayed = false;
    bool isDue = false; ///< delayed, and due now
    bool isBlocked = false;
    bool isRunning = false;
    std::optional<JobState> outcome; ///< one of the ended states
};
/// Derives the state from the places. Fails with Corrupt when a job is in two places.
Result<JobState> deriveState(const JobPlaces &places);

} // namespace fairlead

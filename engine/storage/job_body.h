// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"

#include <string>

namespace fairlead {

/// How long a store remembers an idempotency key.
inline constexpr Microseconds idempotencyKept = std::chrono::hours {24};
/// How long a deleted job can be restored.
inline constexpr Microseconds deletedKept = std::chrono::minutes {10};
inline constexpr std::size_t operationsListedMax = 1000;
/// How long an operation that has ended can be looked at.
inline constexpr Microseconds operationsKept = std::chrono::hours {24 * 7};
/// The most error records of one job that are kept besides its first.
inline constexpr int errorsKeptMax = 100;

/// What makes two enqueues with one idempotency key the same: all that the caller chose, in a form for comparing.
/// Times stay out, because a delay asked for twice gives two times; so do the trace and correlation ids of the call.
std::string idempotentBody(const JobSpec &spec);

/// What a job keeps among its errors that was cancelled to make room.
AttemptError droppedError(TimePoint now);

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"

#include <string>

namespace fairlead {

/// A store remembers an idempotency key for so long.
inline constexpr Microseconds idempotencyKept = std::chrono::hours {24};
/// A deleted job can be restored for so long.
inline constexpr Microseconds deletedKept = std::chrono::minutes {10};
/// A list of operations has so many at most.
inline constexpr std::size_t operationsListedMax = 1000;
/// An operation that has ended is kept for so long.
inline constexpr Microseconds operationsKept = std::chrono::hours {24 * 7};
/// So many errors of one job are kept besides its first.
inline constexpr int errorsKeptMax = 100;

/// The body of a request, in a form for comparing: two requests with one idempotency key or one id are the same when
/// their bodies are. It has all that the caller chose, without times, because a delay asked for twice gives two times,
/// and without the trace and correlation ids of the call.
std::string idempotentBody(const JobSpec &spec);

/// The error of a job that was cancelled to make room.
AttemptError droppedError(TimePoint now);

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"

#include <string>

namespace fairlead {

/// The time for which a store remembers an idempotency key.
inline constexpr Microseconds idempotencyKept = std::chrono::hours {24};
/// The time for which a deleted job can be restored.
inline constexpr Microseconds deletedKept = std::chrono::minutes {10};
/// The largest number of operations in a list.
inline constexpr std::size_t operationsListedMax = 1000;
/// The time for which an operation that has ended is kept.
inline constexpr Microseconds operationsKept = std::chrono::hours {24 * 7};
/// The largest number of errors that are kept of one job besides its first.
inline constexpr int errorsKeptMax = 100;
/// The largest number of logs of runs that are kept of one job.
inline constexpr int logsKeptMax = 5;

/// An accepted job in a form for comparing. Two jobs with one id are the same when their bodies are equal. The body has
/// no times, because a delay asked for twice gives two times, and no trace and correlation ids.
std::string idempotentBody(const JobSpec &spec);
/// A request in a form for comparing: all that the caller handed in, as it was handed in, but the trace id, which
/// differs in each try. Two requests with one idempotency key are the same when these are equal.
std::string idempotentRequest(const JobSpec &spec);

/// The error of a job that was cancelled to make room.
AttemptError droppedError(TimePoint now);
/// The error of a job that an edited one replaced.
AttemptError editedError(const JobId &by, TimePoint now);

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/handlers/http_transfers.h"
#include "engine/service/service.h"

namespace fairlead {

/// The longest time by which a server may delay the next attempt.
inline constexpr Microseconds retryAfterMax = std::chrono::hours {1};

/// The wait that a Retry-After header asks for, in seconds or as a date: 0 to retryAfterMax. Empty when it is neither.
std::optional<Microseconds> retryAfter(const std::string &header, TimePoint now);

/// The outcome of a job's request. `reason` is the reason of an abort.
Outcome httpOutcome(TransferEnd end, Cancellation::Reason reason, TimePoint now);

} // namespace fairlead

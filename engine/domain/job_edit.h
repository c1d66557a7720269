// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/new_job.h"
#include "engine/domain/operation.h"

namespace fairlead {

/// A change of a job that waits. Empty parts stay as they are.
struct JobEdit
{
    NewPayload payload {{}, {}}; ///< without bytes and content type: the old one
    std::optional<Priority> priority {};
    std::optional<std::vector<std::string>> tags {};
    std::optional<std::int64_t> cost {};
    std::variant<std::monostate, Microseconds, TimePoint> start {}; ///< after a delay, or at a time
    std::optional<RetryDeadline> deadline {};
    std::optional<Microseconds> timeout {};
    std::optional<int> maxAttempts {};
    std::optional<RetryPolicy> retry {};

    bool hasPayload() const { return !payload.bytes.empty(); }
    /// Fails with Invalid when it changes nothing, or gives a content type without bytes.
    Result<> check() const
    {
        if (!hasPayload() && !payload.contentType.empty())
            return failure(ErrorCode::Invalid, "content_type: goes with a new payload");
        const bool hasStart = !std::holds_alternative<std::monostate>(start);
        if (hasPayload() || priority || tags || cost || hasStart || deadline || timeout || maxAttempts || retry)
            return {};
        return failure(ErrorCode::Invalid, "nothing to change: name at least one part of the job");
    }
};

} // namespace fairlead

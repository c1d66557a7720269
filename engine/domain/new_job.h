// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
#include "engine/domain/ids.h"
#include "engine/domain/job_state.h"
#include "engine/domain/priority.h"
#include "engine/domain/retry_policy.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace fairlead {

/// The parts of a job that are equal when it is handed in and when it is accepted.
struct JobBody
{
    QueueName queue = QueueName::trusted("none");
    TenantName tenant = defaultTenant();
    Priority priority = Priority::Normal;
    std::string payload {}; ///< raw bytes, never re-encoded
    std::string contentType = "application/json";
    std::int64_t cost = 1; ///< 1 to costMax
    std::string uniqueKey {}; ///< empty: none
    std::string idempotencyKey {}; ///< empty: none
    std::string traceId {};
    std::string correlationId {};
    std::optional<JobId> parent {}; ///< the job whose run spawned it, or the one that it is an edited copy of
    std::vector<std::string> tags {};
};

/// A job as a caller hands it in. The queue's defaults fill in the empty parts.
struct NewJob : JobBody
{
    std::variant<std::monostate, Microseconds, TimePoint> start; ///< at once, after a delay, or at a time
    std::variant<std::monostate, Microseconds, TimePoint> deadline; ///< none, from now, or at a time
    std::optional<Microseconds> timeout;
    std::optional<int> maxAttempts;
    std::optional<RetryPolicy> retry;
};

/// A job that a run of a worker elsewhere spawns. Missing parts are taken from the run's job.
struct SpawnedJob
{
    NewJob job {};
    bool hasQueue = false;
    bool hasTenant = false;
    bool hasPriority = false;
    bool hasTraceId = false;
    bool hasCorrelationId = false;
    bool isComplete() const { return hasQueue && hasTenant && hasPriority && hasTraceId && hasCorrelationId; }
};

/// The answer to an enqueue, given after the commit is on disk.
struct EnqueueReceipt
{
    JobId id;
    bool isNew = true; ///< false: the unique key or idempotency key named a job that exists already
    JobState state = JobState::Ready;
};

/// The new payload of a dead letter that is enqueued again.
struct NewPayload
{
    std::string bytes;
    std::string contentType = "application/json";
};

} // namespace fairlead

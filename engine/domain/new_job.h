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

/// The parts of a job that are the same when it is handed in and when it is accepted.
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
    std::optional<JobId> parent {}; ///< the run's job that spawned it, or the dead letter it is the corrected form of
    std::vector<std::string> tags {};
};

/// A job as a caller hands it in; the queue's defaults fill in the parts that are empty.
struct NewJob : JobBody
{
    std::variant<std::monostate, Microseconds, TimePoint> start; ///< at once, after a delay, or at a time
    std::variant<std::monostate, Microseconds, TimePoint> deadline; ///< none, from now, or at a time
    std::optional<Microseconds> timeout;
    std::optional<int> maxAttempts;
    std::optional<RetryPolicy> retry;
};

/// A job that a run of a remote worker leaves behind. The parts that it does not give are those of the run's job.
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

/// The payload with which a dead letter is tried again.
struct NewPayload
{
    std::string bytes;
    std::string contentType = "application/json";
};

} // namespace fairlead

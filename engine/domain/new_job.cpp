// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/new_job.h"

namespace fairlead {

namespace {
std::optional<TimePoint> absolute(const std::variant<std::monostate, Microseconds, TimePoint> &time, TimePoint now)
{
    if (const auto *delay = std::get_if<Microseconds>(&time))
        return now + *delay;
    if (const auto *at = std::get_if<TimePoint>(&time))
        return *at;
    return std::nullopt;
}
} // namespace

JobSpec resolve(const NewJob &job, const JobDefaults &defaults, TimePoint now)
{
    JobSpec spec {.queue = job.queue};
    spec.tenant = job.tenant;
    spec.priority = job.priority;
    spec.payload = job.payload;
    spec.contentType = job.contentType;
    spec.cost = job.cost;
    spec.runAt = absolute(job.start, now);
    spec.deadline = absolute(job.deadline, now);
    spec.timeout = job.timeout.value_or(defaults.timeout);
    spec.maxAttempts = job.maxAttempts.value_or(defaults.maxAttempts);
    spec.retry = job.retry.value_or(defaults.retry);
    spec.uniqueKey = job.uniqueKey;
    spec.idempotencyKey = job.idempotencyKey;
    spec.traceId = job.traceId;
    spec.correlationId = job.correlationId;
    spec.tags = job.tags;
    return spec;
}

} // namespace fairlead

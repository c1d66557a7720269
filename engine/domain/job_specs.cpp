// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/job_specs.h"

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

/// Such as "10000000us": a delay and a time are never alike, nor is either like none.
std::string askedTime(const std::variant<std::monostate, Microseconds, TimePoint> &time)
{
    if (const auto *delay = std::get_if<Microseconds>(&time))
        return std::to_string(delay->count()) + "us";
    if (const auto *at = std::get_if<TimePoint>(&time))
        return "at " + std::to_string(at->time_since_epoch().count());
    return "none";
}

std::string askedText(const NewJob &job)
{
    return "start " + askedTime(job.start) + ", deadline " + askedTime(job.deadline) + ", timeout "
        + (job.timeout ? std::to_string(job.timeout->count()) : "none") + ", attempts "
        + (job.maxAttempts ? std::to_string(*job.maxAttempts) : "none") + ", backoff "
        + (job.retry ? job.retry->text() : "none");
}
} // namespace

JobSpec resolve(const NewJob &job, const JobDefaults &defaults, TimePoint now)
{
    JobSpec spec {job};
    spec.runAt = absolute(job.start, now);
    spec.deadline = absolute(job.deadline, now);
    spec.timeout = job.timeout.value_or(defaults.timeout);
    spec.maxAttempts = job.maxAttempts.value_or(defaults.maxAttempts);
    spec.retry = job.retry.value_or(defaults.retry);
    if (!spec.idempotencyKey.empty())
        spec.asked = askedText(job);
    // No bytes are no JSON.
    if (spec.payload.empty() && spec.contentType == NewJob {}.contentType)
        spec.contentType = JobResult {}.contentType;
    return spec;
}

Result<JobSpec> checkedSpec(const NewJob &job, const EngineSettings &settings, TimePoint now)
{
    const QueueSettings *queue = settings.findQueue(job.queue);
    if (!queue) {
        return failure(ErrorCode::NotFound,
            "no queue '" + job.queue.text() + "' in this engine's configuration; add [queue." + job.queue.text() + "]");
    }
    JobSpec spec = resolve(job, queue->defaults, now);
    FAIRLEAD_CHECK(validate(spec, settings.jobLimits));
    return spec;
}

NewJob childOf(const Job &parent)
{
    NewJob job;
    job.queue = parent.spec.queue;
    job.tenant = parent.spec.tenant;
    job.priority = parent.spec.priority;
    job.traceId = parent.spec.traceId;
    job.correlationId = parent.spec.correlationId;
    job.parent = parent.id;
    return job;
}

NewJob completed(SpawnedJob spawned, const Job &parent)
{
    NewJob like = childOf(parent);
    NewJob job = std::move(spawned.job);
    if (!spawned.hasQueue)
        job.queue = std::move(like.queue);
    if (!spawned.hasTenant)
        job.tenant = std::move(like.tenant);
    if (!spawned.hasPriority)
        job.priority = like.priority;
    if (!spawned.hasTraceId)
        job.traceId = std::move(like.traceId);
    if (!spawned.hasCorrelationId)
        job.correlationId = std::move(like.correlationId);
    job.parent = like.parent;
    return job;
}

NewJob corrected(const JobId &id, const JobSpec &spec, NewPayload payload)
{
    NewJob job {spec};
    job.payload = std::move(payload.bytes);
    job.contentType = std::move(payload.contentType);
    job.timeout = spec.timeout;
    job.maxAttempts = spec.maxAttempts;
    job.retry = spec.retry;
    job.idempotencyKey.clear();
    job.parent = id;
    return job;
}

NewJob edited(const Job &job, std::optional<TimePoint> due, const JobEdit &edit)
{
    const JobSpec &spec = job.spec;
    NewJob next =
        corrected(job.id, spec, edit.hasPayload() ? edit.payload : NewPayload {spec.payload, spec.contentType});
    if (next.contentType.empty())
        next.contentType = NewPayload {}.contentType;
    next.priority = edit.priority.value_or(spec.priority);
    next.tags = edit.tags.value_or(spec.tags);
    next.cost = edit.cost.value_or(spec.cost);
    next.timeout = edit.timeout.value_or(spec.timeout);
    next.maxAttempts = edit.maxAttempts.value_or(spec.maxAttempts);
    next.retry = edit.retry.value_or(spec.retry);
    // A time that follows from the deadline is found anew.
    const std::optional<TimePoint> start = due && !isAskedFor(*due, spec) ? due : spec.runAt;
    if (!std::holds_alternative<std::monostate>(edit.start))
        next.start = edit.start;
    else if (start)
        next.start = *start;
    if (edit.deadline)
        next.deadline = edit.deadline->when;
    else if (spec.deadline)
        next.deadline = *spec.deadline;
    return next;
}

} // namespace fairlead

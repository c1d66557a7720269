// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/units.h"
#include "engine/wire/backoff_json.h"
#include "engine/wire/job_json.h"
#include "engine/wire/json_reader.h"
#include "engine/wire/raw_json.h"

namespace fairlead {

namespace {
void readTimes(JsonObject &object, NewJob &job)
{
    if (const auto delay = object.duration("delay"))
        job.start = *delay;
    if (const auto at = object.time("run_at"))
        job.start = *at;
    if (const std::optional<std::string> deadline = object.text("deadline")) {
        if (const Result<Microseconds> span = parseDuration(*deadline))
            job.deadline = *span;
        else if (const Result<TimePoint> at = parseTime(*deadline))
            job.deadline = *at;
        else
            object.fault("deadline", "a time (RFC 3339) or a duration such as 30s");
    }
    job.timeout = readMilliseconds(object, "timeout_ms");
}

NewPayload takePayload(JsonObject &object, std::string_view json)
{
    NewPayload payload;
    if (const std::optional<std::string> type = object.text("content_type"))
        payload.contentType = *type;
    const std::optional<std::string> base64 = object.text("payload_base64");
    if (object.element("payload") || !base64) {
        const std::optional<std::string> raw = rawMember(json, "payload");
        if (!raw && object.has("payload"))
            object.fault("payload", "a member name without escapes");
        payload.bytes = raw.value_or("");
        if (base64)
            object.fault("payload", "either payload or payload_base64");
        return payload;
    }
    std::optional<std::string> bytes = decodeBase64(*base64);
    if (bytes)
        payload.bytes = std::move(*bytes);
    else
        object.fault("payload_base64", "base64 (RFC 4648)");
    return payload;
}

NewJob takeNewJob(JsonObject &object, std::string_view json, const NewJob *like)
{
    NewJob job = like ? *like : NewJob {};
    const Result<QueueName> queue = QueueName::parse(object.text("queue").value_or(like ? job.queue.text() : ""));
    const Result<TenantName> tenant = TenantName::parse(object.text("tenant").value_or(job.tenant.text()));
    const Result<Priority> priority =
        parsePriority(object.text("priority").value_or(std::string(priorityName(job.priority))));
    if (!queue)
        object.fault(queue.error());
    if (!tenant)
        object.fault(tenant.error());
    if (!priority)
        object.fault(priority.error());
    NewPayload payload = takePayload(object, json);
    job.payload = std::move(payload.bytes);
    job.contentType = std::move(payload.contentType);
    readTimes(object, job);
    job.cost = object.integer("cost").value_or(1);
    if (const auto most = object.integer("max_attempts")) {
        if (*most < 1 || *most > 1'000'000)
            object.fault("max_attempts", "a number of 1 or more");
        else
            job.maxAttempts = static_cast<int>(*most);
    }
    job.retry = readBackoff(object);
    job.uniqueKey = object.text("unique").value_or("");
    job.idempotencyKey = object.text("idempotency").value_or("");
    job.traceId = object.text("trace_id").value_or(job.traceId);
    job.correlationId = object.text("correlation_id").value_or(job.correlationId);
    job.tags = object.texts("tags");
    object.refuseUnknown();
    job.queue = queue.value_or(job.queue);
    job.tenant = tenant.value_or(job.tenant);
    job.priority = priority.value_or(job.priority);
    return job;
}
} // namespace

Result<NewJob> readNewJob(std::string_view json, const NewJob *like)
{
    return readObject<NewJob>(
        json, [&](JsonObject &object) -> Result<NewJob> { return takeNewJob(object, json, like); });
}

std::string writeNewPayload(const NewPayload &payload)
{
    JsonWriter writer;
    writePayload(writer.beginObject(), payload.bytes, payload.contentType);
    return writer.endObject().take();
}

Result<NewPayload> readNewPayload(std::string_view json)
{
    return readObject<NewPayload>(json, [&](JsonObject &object) -> Result<NewPayload> {
        if (!object.has("payload") && !object.has("payload_base64"))
            object.fault("payload", "the new payload; null is one as well");
        NewPayload payload = takePayload(object, json);
        object.refuseUnknown();
        return payload;
    });
}

Result<NewJobs> readNewJobs(std::string_view json, std::size_t countMax)
{
    const Result<JsonDocument> document = JsonDocument::parse(json);
    if (!document)
        return failure(document.error());
    NewJobs read;
    read.isArray = document->root().is_array();
    if (!read.isArray) {
        read.jobs.push_back(readNewJob(json));
        return read;
    }
    const std::vector<std::string> items = rawElements(json);
    if (items.size() > countMax)
        return failure(ErrorCode::TooLarge, "at most " + std::to_string(countMax) + " jobs in one request");
    for (const std::string &item : items)
        read.jobs.push_back(readNewJob(item));
    return read;
}

Result<std::vector<NewJob>> readSpawned(std::string_view json, const NewJob *like)
{
    return readObject<std::vector<NewJob>>(json, [&](JsonObject &object) -> Result<std::vector<NewJob>> {
        static_cast<void>(object.elements("spawn")); // it is a list, if it is there
        return readElements<NewJob>(json, "spawn", [&](const std::string &raw) { return readNewJob(raw, like); });
    });
}

Result<> checkJson(std::string_view json)
{
    const Result<JsonDocument> document = JsonDocument::parse(json);
    if (!document)
        return failure(document.error());
    if (!document->root().is_object())
        return failure(ErrorCode::Invalid, "expected a JSON object");
    return {};
}

std::string writeNewJob(const NewJob &job)
{
    JsonWriter writer;
    writer.beginObject().member("queue", job.queue.text()).member("tenant", job.tenant.text());
    writer.member("priority", priorityName(job.priority)).member("cost", job.cost);
    writePayload(writer, job.payload, job.contentType);
    if (const auto *delay = std::get_if<Microseconds>(&job.start))
        writer.member("delay", durationText(*delay));
    if (const auto *at = std::get_if<TimePoint>(&job.start))
        writer.member("run_at", timeText(*at));
    if (const auto *span = std::get_if<Microseconds>(&job.deadline))
        writer.member("deadline", durationText(*span));
    if (const auto *at = std::get_if<TimePoint>(&job.deadline))
        writer.member("deadline", timeText(*at));
    if (job.timeout)
        writeMilliseconds(writer, "timeout_ms", *job.timeout);
    if (job.retry)
        writeBackoff(writer, *job.retry);
    if (job.maxAttempts)
        writer.member("max_attempts", std::int64_t {*job.maxAttempts});
    writer.memberUnlessEmpty("unique", job.uniqueKey).memberUnlessEmpty("idempotency", job.idempotencyKey);
    writer.memberUnlessEmpty("trace_id", job.traceId).memberUnlessEmpty("correlation_id", job.correlationId);
    writer.key("tags").beginArray();
    for (const std::string &tag : job.tags)
        writer.text(tag);
    return writer.endArray().endObject().take();
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/lease_json.h"

#include "engine/wire/job_json.h"
#include "engine/wire/json_reader.h"
#include "engine/wire/raw_json.h"

namespace fairlead {

namespace {
constexpr std::int64_t millisecondsMax = 100LL * 365 * 24 * 3600 * 1000;

/// Reads one object, also an absent one; members that nobody asked for are faults.
template <typename T, typename Read>
Result<T> readStrictly(std::string_view json, Read read)
{
    return readObject<T>(json.empty() ? "{}" : json, [&](JsonObject &object) {
        Result<T> value = read(object);
        object.refuseUnknown();
        return value;
    });
}

std::optional<Microseconds> milliseconds(JsonObject &object, const char *name)
{
    const std::optional<std::int64_t> value = object.integer(name);
    if (value && (*value < 0 || *value > millisecondsMax))
        object.fault(name, "a number of milliseconds");
    return value ? std::optional<Microseconds>(std::chrono::milliseconds {*value}) : std::nullopt;
}

std::int64_t inMilliseconds(Microseconds time)
{
    return std::chrono::duration_cast<std::chrono::milliseconds>(time).count();
}

void writeError(JsonWriter &writer, const std::string &errorClass, const std::string &text)
{
    writer.member("class", errorClass).member("text", text);
}

Result<JobResult> readResult(JsonObject &object, std::string_view json)
{
    JobResult result;
    result.contentType = object.text("content_type").value_or("");
    const std::optional<std::string> base64 = object.text("result_base64");
    if (object.has("result")) {
        result.bytes = rawMember(json, "result").value_or("");
        result.contentType = result.contentType.empty() ? "application/json" : result.contentType;
        return result;
    }
    if (base64) {
        const std::optional<std::string> bytes = decodeBase64(*base64);
        if (!bytes)
            object.fault("result_base64", "base64");
        result.bytes = bytes.value_or("");
    }
    if (result.contentType.empty())
        result.contentType = "application/octet-stream";
    return result;
}
} // namespace

std::string writeLeaseRequest(const LeaseRequest &request)
{
    JsonWriter writer;
    writer.beginObject().member("worker", request.worker).member("max", std::int64_t {request.max});
    writer.member("wait_ms", inMilliseconds(request.wait));
    if (request.lease)
        writer.member("lease_ms", inMilliseconds(*request.lease));
    return writer.endObject().take();
}

Result<LeaseRequest> readLeaseRequest(std::string_view json, const QueueName &queue)
{
    return readStrictly<LeaseRequest>(json, [&](JsonObject &object) -> Result<LeaseRequest> {
        LeaseRequest request;
        request.queue = queue;
        request.worker = object.text("worker").value_or("");
        const std::int64_t max = object.integer("max").value_or(1);
        request.max = static_cast<int>(std::clamp<std::int64_t>(max, 0, leaseJobsMax + 1));
        request.wait = milliseconds(object, "wait_ms").value_or(Microseconds {0});
        request.lease = milliseconds(object, "lease_ms");
        return request;
    });
}

std::string writeLeasedJobs(const std::vector<LeasedJob> &jobs)
{
    JsonWriter writer;
    writer.beginObject().key("jobs").beginArray();
    for (const LeasedJob &job : jobs) {
        writer.beginObject().member("token", job.token.text());
        writer.member("lease_until", std::optional(job.until));
        writeJobMembers(writer, job.record);
        writer.endObject();
    }
    return writer.endArray().endObject().take();
}

Result<std::vector<LeasedJob>> readLeasedJobs(std::string_view json)
{
    return readElements<LeasedJob>(json, "jobs", [](const std::string &raw) {
        return readObject<LeasedJob>(raw, [&](JsonObject &object) -> Result<LeasedJob> {
            Result<JobRecord> record = readJob(raw);
            if (!record)
                return failure(record.error());
            const Result<LeaseToken> token = LeaseToken::parse(object.text("token").value_or(""));
            if (!token)
                return failure(token.error());
            return LeasedJob {std::move(*record), *token, object.time("lease_until").value_or(TimePoint {})};
        });
    });
}

std::string writeLeaseView(const LeaseView &view)
{
    JsonWriter writer;
    writer.beginObject().member("lease_until", std::optional(view.until));
    return writer.key("cancel").boolean(view.isCancelRequested).endObject().take();
}

Result<LeaseView> readLeaseView(std::string_view json)
{
    return readStrictly<LeaseView>(json, [](JsonObject &object) -> Result<LeaseView> {
        return LeaseView {object.time("lease_until").value_or(TimePoint {}), object.boolean("cancel").value_or(false)};
    });
}

std::string writeSettled(const JobState &state)
{
    JsonWriter writer;
    return writer.beginObject().member("state", jobStateName(state)).endObject().take();
}

Result<JobState> readSettled(std::string_view json)
{
    return readStrictly<JobState>(
        json, [](JsonObject &object) { return parseJobState(object.text("state").value_or("")); });
}

std::string_view verbOf(const Outcome &outcome)
{
    if (std::holds_alternative<Succeeded>(outcome))
        return "succeed";
    if (std::holds_alternative<Failed>(outcome))
        return "fail";
    if (std::holds_alternative<Rejected>(outcome))
        return "reject";
    return std::holds_alternative<Snoozed>(outcome) ? "snooze" : "";
}

std::string writeOutcome(const Outcome &outcome)
{
    JsonWriter writer;
    writer.beginObject();
    if (const auto *succeeded = std::get_if<Succeeded>(&outcome)) {
        if (!succeeded->result.bytes.empty())
            writer.member("result_base64", encodeBase64(succeeded->result.bytes))
                .member("content_type", succeeded->result.contentType);
        if (!succeeded->spawned.empty()) {
            writer.key("spawn").beginArray();
            for (const NewJob &job : succeeded->spawned)
                writer.raw(writeNewJob(job));
            writer.endArray();
        }
    } else if (const auto *failed = std::get_if<Failed>(&outcome)) {
        writeError(writer, failed->errorClass, failed->text);
        if (failed->retryAfter)
            writer.member("retry_after_ms", inMilliseconds(*failed->retryAfter));
    } else if (const auto *rejected = std::get_if<Rejected>(&outcome)) {
        writeError(writer, rejected->errorClass, rejected->text);
    } else if (const auto *snoozed = std::get_if<Snoozed>(&outcome)) {
        writer.member("delay_ms", inMilliseconds(snoozed->delay));
    }
    return writer.endObject().take();
}

Result<Outcome> readOutcome(std::string_view verb, std::string_view json, const NewJob *like)
{
    return readStrictly<Outcome>(json, [&](JsonObject &object) -> Result<Outcome> {
        if (verb == "succeed") {
            Result<JobResult> result = readResult(object, json);
            if (!result)
                return failure(result.error());
            Result<std::vector<NewJob>> spawned;
            if (object.element("spawn"))
                spawned = readSpawned(json, like);
            if (!spawned)
                return failure(spawned.error());
            return Outcome {Succeeded {std::move(*result), std::move(*spawned)}};
        }
        if (verb == "snooze")
            return Outcome {Snoozed {milliseconds(object, "delay_ms").value_or(Microseconds {0})}};
        const std::string errorClass = object.text("class").value_or("error").substr(0, 128);
        const std::string text = object.text("text").value_or("");
        if (verb == "reject")
            return Outcome {Rejected {errorClass, text}};
        return Outcome {Failed {errorClass, text, milliseconds(object, "retry_after_ms")}};
    });
}

std::string writeRenewal(const std::optional<Microseconds> &length)
{
    JsonWriter writer;
    writer.beginObject();
    if (length)
        writer.member("lease_ms", inMilliseconds(*length));
    return writer.endObject().take();
}

Result<std::optional<Microseconds>> readRenewal(std::string_view json)
{
    return readStrictly<std::optional<Microseconds>>(
        json, [](JsonObject &object) -> Result<std::optional<Microseconds>> {
            const std::optional<Microseconds> length = milliseconds(object, "lease_ms");
            if (length && (*length < leaseMin || *length > leaseMax))
                object.fault("lease_ms", "1000 to 3600000");
            return length;
        });
}

std::string writeProgress(const Progress &progress)
{
    JsonWriter writer;
    writer.beginObject().member("percent", std::int64_t {progress.percent});
    return writer.memberUnlessEmpty("text", progress.text).endObject().take();
}

Result<Progress> readProgress(std::string_view json)
{
    return readStrictly<Progress>(json, [](JsonObject &object) -> Result<Progress> {
        const std::int64_t percent = object.integer("percent").value_or(0);
        return Progress {static_cast<int>(std::clamp<std::int64_t>(percent, 0, 100)),
            object.text("text").value_or("").substr(0, 1024)};
    });
}

} // namespace fairlead

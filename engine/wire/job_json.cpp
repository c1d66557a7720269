// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/job_json.h"

#include "engine/wire/backoff_json.h"
#include "engine/wire/json_reader.h"
#include "engine/wire/raw_json.h"

namespace fairlead {

namespace {
void writeError(JsonWriter &writer, const AttemptError &error)
{
    writer.beginObject().member("attempt", std::int64_t {error.attempt}).member("worker", error.worker);
    writer.member("started_at", std::optional(error.started)).member("ended_at", std::optional(error.ended));
    writer.member("class", error.errorClass).member("text", error.text);
    writer.member("fingerprint", error.fingerprint).endObject();
}

AttemptError readError(const simdjson::dom::element &element)
{
    JsonObject object(element);
    AttemptError error;
    error.attempt = static_cast<int>(object.integer("attempt").value_or(0));
    error.worker = object.text("worker").value_or("");
    error.started = object.time("started_at").value_or(TimePoint {});
    error.ended = object.time("ended_at").value_or(TimePoint {});
    error.errorClass = object.text("class").value_or("");
    error.text = object.text("text").value_or("");
    error.fingerprint = object.text("fingerprint").value_or("");
    return error;
}

template <typename Item, typename Write>
std::string writeList(std::string_view name, const std::vector<Item> &items, const std::string &cursor, Write write,
    std::int64_t skipped = 0)
{
    JsonWriter writer;
    writer.beginObject().key(name).beginArray();
    for (const Item &item : items)
        write(writer, item);
    writer.endArray().member("count", static_cast<std::int64_t>(items.size()));
    writer.key("cursor");
    if (cursor.empty())
        writer.null();
    else
        writer.text(cursor);
    if (skipped > 0)
        writer.member("skipped", skipped);
    return writer.endObject().take();
}

Result<JobRecord> readRecord(JsonObject &object, std::string_view json)
{
    JobRecord record;
    Job &job = record.job;
    const Result<JobId> id = JobId::parse(object.text("id").value_or(""));
    const Result<QueueName> queue = QueueName::parse(object.text("queue").value_or(""));
    const Result<TenantName> tenant = TenantName::parse(object.text("tenant").value_or(""));
    const Result<Priority> priority = parsePriority(object.text("priority").value_or(""));
    const Result<JobState> state = parseJobState(object.text("state").value_or(""));
    if (!id || !queue || !tenant || !priority || !state)
        return failure(ErrorCode::Internal, "the engine's answer is not a job; is it another version?");
    job.id = *id;
    job.spec.queue = *queue;
    job.spec.tenant = *tenant;
    job.spec.priority = *priority;
    record.state = *state;
    record.attempt = static_cast<int>(object.integer("attempt").value_or(0));
    record.crashes = static_cast<int>(object.integer("crashes").value_or(0));
    job.spec.maxAttempts = static_cast<int>(object.integer("max_attempts").value_or(1));
    job.spec.cost = object.integer("cost").value_or(1);
    job.created = object.time("created_at").value_or(TimePoint {});
    job.spec.runAt = object.time("run_at");
    if (record.state == JobState::Scheduled)
        record.due = job.spec.runAt;
    job.spec.deadline = object.time("deadline");
    record.startedAt = object.time("started_at");
    record.finishedAt = object.time("finished_at");
    job.spec.timeout = readMilliseconds(object, "timeout_ms").value_or(job.spec.timeout);
    job.spec.retry = readBackoff(object).value_or(job.spec.retry);
    record.worker = object.text("worker").value_or("");
    if (const auto element = object.element("progress")) {
        JsonObject progress(*element);
        record.progress =
            Progress {static_cast<int>(progress.integer("percent").value_or(0)), progress.text("text").value_or("")};
    }
    job.spec.uniqueKey = object.text("unique").value_or("");
    job.spec.idempotencyKey = object.text("idempotency").value_or("");
    if (const Result<JobId> parent = JobId::parse(object.text("parent").value_or("")))
        job.spec.parent = *parent;
    if (const Result<JobId> workflow = JobId::parse(object.text("workflow").value_or("")))
        job.spec.workflow = *workflow;
    job.spec.traceId = object.text("trace_id").value_or("");
    job.spec.correlationId = object.text("correlation_id").value_or("");
    record.hasResult = object.boolean("has_result").value_or(false);
    job.spec.tags = object.texts("tags");
    job.spec.contentType = object.text("content_type").value_or("");
    if (std::optional<std::string> raw = rawMember(json, "payload"))
        job.spec.payload = std::move(*raw);
    else
        job.spec.payload = decodeBase64(object.text("payload_base64").value_or("")).value_or("");
    for (const simdjson::dom::element &error : object.elements("errors"))
        record.errors.push_back(readError(error));
    return record;
}
} // namespace

void writeJobMembers(JsonWriter &writer, const JobRecord &record)
{
    const Job &job = record.job;
    const JobSpec &spec = job.spec;
    writer.member("id", job.id.text()).member("queue", spec.queue.text()).member("tenant", spec.tenant.text());
    writer.member("priority", priorityName(spec.priority)).member("state", jobStateName(record.state));
    writer.member("attempt", std::int64_t {record.attempt}).member("max_attempts", std::int64_t {spec.maxAttempts});
    writer.member("crashes", std::int64_t {record.crashes}).member("cost", spec.cost);
    writer.member("created_at", std::optional(job.created));
    writer.member("run_at", record.due ? record.due : spec.runAt).member("deadline", spec.deadline);
    writer.member("started_at", record.startedAt).member("finished_at", record.finishedAt);
    writeMilliseconds(writer, "timeout_ms", spec.timeout);
    writeBackoff(writer, spec.retry);
    writer.memberUnlessEmpty("worker", record.worker);
    if (record.progress) {
        writer.key("progress").beginObject().member("percent", std::int64_t {record.progress->percent});
        writer.member("text", record.progress->text).endObject();
    }
    writer.memberUnlessEmpty("unique", spec.uniqueKey).memberUnlessEmpty("idempotency", spec.idempotencyKey);
    writer.memberUnlessEmpty("parent", spec.parent ? spec.parent->text() : "");
    writer.memberUnlessEmpty("workflow", spec.workflow ? spec.workflow->text() : "");
    writer.memberUnlessEmpty("trace_id", spec.traceId).memberUnlessEmpty("correlation_id", spec.correlationId);
    writer.key("has_result").boolean(record.hasResult);
    writer.key("tags").beginArray();
    for (const std::string &tag : spec.tags)
        writer.text(tag);
    writer.endArray();
    writePayload(writer, spec.payload, spec.contentType);
    writer.key("errors").beginArray();
    for (const AttemptError &error : record.errors)
        writeError(writer, error);
    writer.endArray();
}

void writeJob(JsonWriter &writer, const JobRecord &record)
{
    writer.beginObject();
    writeJobMembers(writer, record);
    writer.endObject();
}

std::string writeJob(const JobRecord &record)
{
    JsonWriter writer;
    writeJob(writer, record);
    return writer.take();
}

Result<JobRecord> readJob(std::string_view json)
{
    return readObject<JobRecord>(json, [&](JsonObject &object) { return readRecord(object, json); });
}

std::string writeJobPage(const JobPage &page)
{
    return writeList(
        "jobs", page.jobs, page.cursor, [](JsonWriter &writer, const JobRecord &record) { writeJob(writer, record); },
        page.skipped);
}

namespace {
/// Reads {"name":[...],"cursor":...} item by item from their raw texts.
template <typename Page, typename Item>
Result<Page> readList(std::string_view json, std::string_view name, Result<Item> (*read)(std::string_view))
{
    Result<std::vector<Item>> items = readElements<Item>(json, name, read);
    if (!items)
        return failure(items.error());
    return readObject<Page>(json, [&](JsonObject &object) -> Result<Page> {
        Page page {std::move(*items), object.text("cursor").value_or("")};
        if constexpr (requires { page.skipped; })
            page.skipped = object.integer("skipped").value_or(0);
        return page;
    });
}

void writeLetter(JsonWriter &writer, const DeadLetter &letter)
{
    writer.beginObject();
    writeJobMembers(writer, letter.record);
    writer.key("first_error");
    writeError(writer, letter.firstError);
    writer.key("last_error");
    writeError(writer, letter.lastError);
    writer.endObject();
}
} // namespace

Result<JobPage> readJobPage(std::string_view json)
{
    return readList<JobPage>(json, "jobs", readJob);
}

std::string writeDeadLetter(const DeadLetter &letter)
{
    JsonWriter writer;
    writeLetter(writer, letter);
    return writer.take();
}

Result<DeadLetter> readDeadLetter(std::string_view json)
{
    return readObject<DeadLetter>(json, [&](JsonObject &object) -> Result<DeadLetter> {
        Result<JobRecord> record = readRecord(object, json);
        if (!record)
            return failure(record.error());
        DeadLetter letter {std::move(*record), {}, {}};
        if (const auto first = object.element("first_error"))
            letter.firstError = readError(*first);
        if (const auto last = object.element("last_error"))
            letter.lastError = readError(*last);
        return letter;
    });
}

std::string writeDeadLetterPage(const DeadLetterPage &page)
{
    return writeList("dead_letters", page.deadLetters, page.cursor, writeLetter, page.skipped);
}

Result<DeadLetterPage> readDeadLetterPage(std::string_view json)
{
    return readList<DeadLetterPage>(json, "dead_letters", readDeadLetter);
}

} // namespace fairlead

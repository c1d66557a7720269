// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/operation_json.h"

#include "engine/domain/units.h"
#include "engine/wire/json_reader.h"
#include "engine/wire/json_writer.h"
#include "engine/wire/raw_json.h"

namespace fairlead {

namespace {
void putFilter(JsonWriter &writer, const JobFilter &filter)
{
    writer.key("filter").beginObject();
    if (filter.state)
        writer.member("state", jobStateName(*filter.state));
    if (!filter.anyOf.empty()) {
        writer.key("states").beginArray();
        for (const JobState state : filter.anyOf)
            writer.text(jobStateName(state));
        writer.endArray();
    }
    writer.memberUnlessEmpty("queue", filter.queue ? filter.queue->text() : "");
    writer.memberUnlessEmpty("tenant", filter.tenant ? filter.tenant->text() : "");
    writer.memberUnlessEmpty("handler", filter.handler).memberUnlessEmpty("tag", filter.tag);
    writer.memberUnlessEmpty("since", filter.since ? timeText(*filter.since) : "");
    writer.memberUnlessEmpty("until", filter.until ? timeText(*filter.until) : "");
    writer.memberUnlessEmpty("fingerprint", filter.fingerprint).memberUnlessEmpty("id_prefix", filter.idPrefix);
    if (filter.attemptsMin)
        writer.member("attempts_min", std::int64_t {*filter.attemptsMin});
    if (!filter.ids.empty()) {
        writer.key("ids").beginArray();
        for (const JobId &id : filter.ids)
            writer.text(id.text());
        writer.endArray();
    }
    writer.endObject();
}

template <typename T>
std::vector<T> parsedAll(JsonObject &object, std::string_view name, Result<T> (*parse)(std::string_view))
{
    std::vector<T> values;
    for (const std::string &text : object.texts(name)) {
        Result<T> value = parse(text);
        if (value)
            values.push_back(std::move(*value));
        else
            object.fault({value.error().code, std::string(name) + ": " + value.error().text});
    }
    return values;
}

JobFilter takeFilter(JsonObject &parent)
{
    JobFilter filter;
    const auto element = parent.element("filter");
    if (!element) {
        parent.fault("filter", "an object; {} for all jobs");
        return filter;
    }
    JsonObject object(*element);
    filter.state = parsed(object, "state", parseJobState);
    filter.anyOf = parsedAll(object, "states", parseJobState);
    filter.queue = parsed(object, "queue", QueueName::parse);
    filter.tenant = parsed(object, "tenant", TenantName::parse);
    filter.handler = object.text("handler").value_or("");
    filter.tag = object.text("tag").value_or("");
    filter.since = object.time("since");
    filter.until = object.time("until");
    filter.fingerprint = object.text("fingerprint").value_or("");
    filter.idPrefix = object.text("id_prefix").value_or("");
    if (const auto most = object.integer("attempts_min"))
        filter.attemptsMin = static_cast<int>(std::clamp<std::int64_t>(*most, 0, 1'000'000));
    filter.ids = parsedAll(object, "ids", JobId::parse);
    object.refuseUnknown();
    if (!object.isGood())
        parent.fault(object.error());
    return filter;
}

OperationRequest takeRequest(JsonObject &object)
{
    OperationRequest request;
    if (const auto action = parsed(object, "action", parseBulkAction))
        request.action = *action;
    else
        object.fault("action", "retry, cancel, delete, move or set_priority");
    request.filter = takeFilter(object);
    request.change.queue = parsed(object, "queue", QueueName::parse);
    request.change.priority = parsed(object, "priority", parsePriority);
    request.over = object.duration("over").value_or(Microseconds {0});
    request.who = object.text("who").value_or("");
    return request;
}

void putRequest(JsonWriter &writer, const OperationRequest &request)
{
    writer.member("action", bulkActionName(request.action));
    putFilter(writer, request.filter);
    writer.memberUnlessEmpty("queue", request.change.queue ? request.change.queue->text() : "");
    if (request.change.priority)
        writer.member("priority", priorityName(*request.change.priority));
    if (request.over > Microseconds {0})
        writer.member("over", durationText(request.over));
    writer.memberUnlessEmpty("who", request.who);
}

void putOperation(JsonWriter &writer, const Operation &operation)
{
    writer.beginObject().member("id", operation.id.text()).member("state", operationStateName(operation.state));
    putRequest(writer, operation.request);
    writer.key("total");
    if (operation.total)
        writer.number(*operation.total);
    else
        writer.null();
    writer.member("done", operation.done).member("skipped", operation.skipped).member("failed", operation.failed);
    writer.member("created_at", std::optional(operation.created)).member("finished_at", operation.finished);
    writer.memberUnlessEmpty("error", operation.error).endObject();
}

Result<Operation> takeOperation(JsonObject &object)
{
    Operation operation;
    const auto id = JobId::parse(object.text("id").value_or(""));
    const auto state = parseOperationState(object.text("state").value_or(""));
    if (!id || !state)
        return failure(ErrorCode::Internal, "the engine's answer is no operation; is it another version?");
    operation.id = *id;
    operation.state = *state;
    operation.request = takeRequest(object);
    operation.total = object.integer("total");
    operation.done = object.integer("done").value_or(0);
    operation.skipped = object.integer("skipped").value_or(0);
    operation.failed = object.integer("failed").value_or(0);
    operation.created = object.time("created_at").value_or(TimePoint {});
    operation.finished = object.time("finished_at");
    operation.error = object.text("error").value_or("");
    return operation;
}
} // namespace

std::string writeOperationOrder(const OperationOrder &order)
{
    JsonWriter writer;
    writer.beginObject();
    putRequest(writer, order.request);
    if (order.isDryRun)
        writer.key("dry_run").boolean(true);
    return writer.endObject().take();
}

Result<OperationOrder> readOperationOrder(std::string_view json)
{
    return readObject<OperationOrder>(json, [](JsonObject &object) -> Result<OperationOrder> {
        OperationOrder order {takeRequest(object), object.boolean("dry_run").value_or(false)};
        object.refuseUnknown();
        return order;
    });
}

std::string writeOperation(const Operation &operation)
{
    JsonWriter writer;
    putOperation(writer, operation);
    return writer.take();
}

std::string writeOperations(const std::vector<Operation> &operations)
{
    JsonWriter writer;
    writer.beginObject().key("operations").beginArray();
    for (const Operation &operation : operations)
        putOperation(writer, operation);
    writer.endArray().member("count", static_cast<std::int64_t>(operations.size())).key("cursor").null();
    return writer.endObject().take();
}

Result<Operation> readOperation(std::string_view json)
{
    return readObject<Operation>(json, takeOperation);
}

Result<std::vector<Operation>> readOperations(std::string_view json)
{
    return readElements<Operation>(json, "operations", readOperation);
}

std::string writeJobCount(const JobCount &count)
{
    JsonWriter writer;
    return writer.beginObject().member("count", count.count).key("exact").boolean(count.isExact).endObject().take();
}

Result<JobCount> readJobCount(std::string_view json)
{
    return readObject<JobCount>(json, [](JsonObject &object) -> Result<JobCount> {
        return JobCount {object.integer("count").value_or(0), object.boolean("exact").value_or(false)};
    });
}

std::string writeDeletedJob(const DeletedJob &job)
{
    JsonWriter writer;
    writer.beginObject().member("id", job.id.text()).key("deleted").boolean(true);
    return writer.member("restorable_until", std::optional(job.restorableUntil)).endObject().take();
}

Result<DeletedJob> readDeletedJob(std::string_view json)
{
    return readObject<DeletedJob>(json, [](JsonObject &object) -> Result<DeletedJob> {
        const auto id = JobId::parse(object.text("id").value_or(""));
        if (!id)
            return failure(id.error());
        return DeletedJob {*id, object.time("restorable_until").value_or(TimePoint {})};
    });
}

} // namespace fairlead

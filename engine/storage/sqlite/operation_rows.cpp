// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/operation_rows.h"

#include "engine/domain/packed_bytes.h"
#include "engine/domain/text_form.h"
#include "engine/storage/idempotent_body.h"
#include "engine/storage/sqlite/job_rows.h"

namespace fairlead {

namespace {
/// Parts of a request. The numbers are on disk. Each part may be missing, and some may appear more than once.
enum class Part {
    Action = 1,
    State = 2,
    Queue = 3,
    Tenant = 4,
    Handler = 5,
    Tag = 6,
    Since = 7,
    Until = 8,
    Fingerprint = 9,
    AttemptsMin = 10,
    IdPrefix = 11,
    Id = 12,
    ToQueue = 13,
    ToPriority = 14,
    Over = 15,
    Who = 16,
    AnyOf = 17,
    Deadline = 18,
    Operation = 19,
    IdSuffix = 20,
    TagPrefix = 21,
    Payload = 22,
};

class PartWriter
{
public:
    void add(Part part, std::string_view value)
    {
        m_writer.number(static_cast<std::int64_t>(part));
        m_writer.text(value);
    }
    void addUnlessEmpty(Part part, std::string_view value)
    {
        if (!value.empty())
            add(part, value);
    }
    void add(Part part, std::int64_t value) { add(part, std::string_view(std::to_string(value))); }
    const std::string &bytes() const { return m_writer.bytes(); }

private:
    PackedWriter m_writer;
};

std::string pack(const OperationRequest &request)
{
    const JobFilter &filter = request.filter;
    PartWriter parts;
    parts.add(Part::Action, static_cast<std::int64_t>(request.action));
    if (filter.state)
        parts.add(Part::State, static_cast<std::int64_t>(*filter.state));
    for (const JobState state : filter.anyOf.value_or(std::vector<JobState> {}))
        parts.add(Part::AnyOf, static_cast<std::int64_t>(state));
    parts.addUnlessEmpty(Part::Queue, filter.queue ? filter.queue->text() : "");
    parts.addUnlessEmpty(Part::Tenant, filter.tenant ? filter.tenant->text() : "");
    parts.addUnlessEmpty(Part::Handler, filter.handler.value_or(""));
    for (const std::string &tag : filter.tags.value_or(std::vector<std::string> {}))
        parts.add(Part::Tag, tag);
    parts.addUnlessEmpty(Part::TagPrefix, filter.tagPrefix.value_or(""));
    parts.addUnlessEmpty(Part::Payload, filter.payload.value_or(""));
    if (filter.since)
        parts.add(Part::Since, filter.since->time_since_epoch().count());
    if (filter.until)
        parts.add(Part::Until, filter.until->time_since_epoch().count());
    parts.addUnlessEmpty(Part::Fingerprint, filter.fingerprint.value_or(""));
    if (filter.attemptsMin)
        parts.add(Part::AttemptsMin, std::int64_t {*filter.attemptsMin});
    parts.addUnlessEmpty(Part::IdPrefix, filter.idPrefix.value_or(""));
    parts.addUnlessEmpty(Part::IdSuffix, filter.idSuffix.value_or(""));
    for (const JobId &id : filter.ids.value_or(std::vector<JobId> {}))
        parts.add(Part::Id, bytesOf(id));
    if (filter.operation)
        parts.add(Part::Operation, bytesOf(*filter.operation));
    parts.addUnlessEmpty(Part::ToQueue, request.change.queue ? request.change.queue->text() : "");
    if (request.change.priority)
        parts.add(Part::ToPriority, static_cast<std::int64_t>(*request.change.priority));
    parts.add(Part::Over, request.over.count());
    parts.addUnlessEmpty(Part::Who, request.who);
    if (request.deadline)
        parts.add(Part::Deadline, TextForm<RetryDeadline>::write(*request.deadline));
    return parts.bytes();
}

std::int64_t numberIn(std::string_view value)
{
    return std::strtoll(std::string(value).c_str(), nullptr, 10);
}

TimePoint timeIn(std::string_view value)
{
    return TimePoint {Microseconds {numberIn(value)}};
}

bool applyToFilter(JobFilter &filter, Part part, std::string_view value)
{
    switch (part) {
    case Part::State:
        filter.state = static_cast<JobState>(numberIn(value));
        return true;
    case Part::AnyOf:
        addTo(filter.anyOf, static_cast<JobState>(numberIn(value)));
        return true;
    case Part::Queue:
        filter.queue = QueueName::trusted(std::string(value));
        return true;
    case Part::Tenant:
        filter.tenant = TenantName::trusted(std::string(value));
        return true;
    case Part::Handler:
        filter.handler = value;
        return true;
    case Part::Tag:
        fairlead::addTo(filter.tags, std::string(value));
        return true;
    case Part::Payload:
        filter.payload = value;
        return true;
    case Part::TagPrefix:
        filter.tagPrefix = value;
        return true;
    case Part::Since:
        filter.since = timeIn(value);
        return true;
    case Part::Until:
        filter.until = timeIn(value);
        return true;
    case Part::Fingerprint:
        filter.fingerprint = value;
        return true;
    case Part::AttemptsMin:
        filter.attemptsMin = static_cast<int>(numberIn(value));
        return true;
    case Part::IdPrefix:
        filter.idPrefix = value;
        return true;
    case Part::IdSuffix:
        filter.idSuffix = value;
        return true;
    case Part::Id:
        addTo(filter.ids, idOf(value));
        return true;
    case Part::Operation:
        filter.operation = idOf(value);
        return true;
    case Part::Action:
    case Part::ToQueue:
    case Part::ToPriority:
    case Part::Over:
    case Part::Who:
    case Part::Deadline:
        break;
    }
    return false;
}

bool applyDeadline(OperationRequest &request, std::string_view value)
{
    const Result<RetryDeadline> deadline = TextForm<RetryDeadline>::parse(value);
    if (deadline)
        request.deadline = *deadline;
    return deadline.has_value();
}

bool apply(OperationRequest &request, Part part, std::string_view value)
{
    if (part == Part::Action)
        request.action = static_cast<BulkAction>(numberIn(value));
    else if (part == Part::ToQueue)
        request.change.queue = QueueName::trusted(std::string(value));
    else if (part == Part::ToPriority)
        request.change.priority = static_cast<Priority>(numberIn(value));
    else if (part == Part::Over)
        request.over = Microseconds {numberIn(value)};
    else if (part == Part::Who)
        request.who = value;
    else if (part == Part::Deadline)
        return applyDeadline(request, value);
    else
        return applyToFilter(request.filter, part, value);
    return true;
}

std::optional<OperationRequest> unpack(std::string_view bytes)
{
    OperationRequest request;
    PackedReader reader(bytes);
    while (!reader.atEnd()) {
        const auto part = reader.number();
        const auto value = part ? reader.text() : std::nullopt;
        if (!value || !apply(request, static_cast<Part>(*part), *value))
            return std::nullopt;
    }
    return request;
}
} // namespace

void OperationRows::save(const Operation &operation)
{
    const std::string request = pack(operation.request);
    m_database.statement("put_operation")
        .run(SqliteBlob {bytesOf(operation.id)}, SqliteBlob {request}, operation.state, operation.created,
            operation.finished, operation.total, operation.done, operation.skipped, operation.failed, operation.error,
            operation.after, operation.upTo);
}

std::vector<Operation> OperationRows::all()
{
    return read(m_database.statement("all_operations").rows(static_cast<std::int64_t>(operationsListedMax)));
}

std::optional<Operation> OperationRows::find(const JobId &id)
{
    std::vector<Operation> found = read(m_database.statement("operation_by_id").rows(SqliteBlob {bytesOf(id)}));
    return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

std::vector<Operation> OperationRows::read(SqliteRows rows)
{
    std::vector<Operation> operations;
    while (rows.next()) {
        std::optional<OperationRequest> request = unpack(rows.blob(1));
        if (!request)
            throwDamaged(m_database.file(), "an operation cannot be read");
        Operation one {.id = idOf(rows.blob(0)), .request = std::move(*request)};
        one.state = static_cast<OperationState>(rows.integer(2));
        one.created = rows.time(3);
        one.finished = rows.maybeTime(4);
        if (!rows.isNull(5))
            one.total = rows.integer(5);
        one.done = rows.integer(6);
        one.skipped = rows.integer(7);
        one.failed = rows.integer(8);
        one.error = rows.string(9);
        one.after = JobNumber {rows.integer(10)};
        one.upTo = JobNumber {rows.integer(11)};
        operations.push_back(std::move(one));
    }
    return operations;
}

} // namespace fairlead

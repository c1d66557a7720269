// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/event_json.h"

#include "engine/wire/json_reader.h"
#include "engine/wire/json_writer.h"

namespace fairlead {

std::string writeEvent(const Event &event)
{
    JsonWriter writer;
    writer.beginObject().member("number", event.number).member("at", std::optional(event.at));
    writer.member("kind", eventKindName(event.kind));
    if (event.job)
        writer.member("job", event.job->text());
    if (event.queue)
        writer.member("queue", event.queue->text());
    if (event.tenant)
        writer.member("tenant", event.tenant->text());
    if (event.attempt > 0)
        writer.member("attempt", std::int64_t {event.attempt});
    if (event.due)
        writer.member("due", event.due);
    return writer.memberUnlessEmpty("who", event.who).memberUnlessEmpty("text", event.text).endObject().take();
}

std::string writeEventPage(const EventPage &page)
{
    JsonWriter writer;
    writer.beginObject().key("events").beginArray();
    for (const Event &event : page.events)
        writer.raw(writeEvent(event));
    writer.endArray().member("count", static_cast<std::int64_t>(page.events.size()));
    return writer.member("next", page.next).member("missed", page.missed).endObject().take();
}

Result<EventPage> readEventPage(std::string_view json)
{
    const Result<JsonDocument> document = JsonDocument::parse(json);
    if (!document)
        return failure(document.error());
    JsonObject object(document->root());
    EventPage page;
    page.next = object.integer("next").value_or(0);
    page.missed = object.integer("missed").value_or(0);
    for (const simdjson::dom::element element : object.elements("events")) {
        JsonObject part(element);
        const std::optional<EventKind> kind = parseEventKind(part.text("kind").value_or(""));
        if (!kind)
            continue;
        Event event {.kind = *kind};
        event.number = part.integer("number").value_or(0);
        event.at = part.time("at").value_or(TimePoint {});
        if (const auto job = JobId::parse(part.text("job").value_or("")))
            event.job = *job;
        if (const auto queue = QueueName::parse(part.text("queue").value_or("")))
            event.queue = *queue;
        if (const auto tenant = TenantName::parse(part.text("tenant").value_or("")))
            event.tenant = *tenant;
        event.attempt = static_cast<int>(part.integer("attempt").value_or(0));
        event.due = part.time("due");
        event.who = part.text("who").value_or("");
        event.text = part.text("text").value_or("");
        page.events.push_back(std::move(event));
    }
    if (!object.isGood())
        return failure(object.error());
    return page;
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/audit_json.h"

#include "engine/wire/json_reader.h"
#include "engine/wire/json_writer.h"

#include <charconv>

namespace fairlead {

namespace {
void textOrNull(JsonWriter &writer, std::string_view name, const std::string &text)
{
    writer.key(name);
    if (text.empty())
        writer.null();
    else
        writer.text(text);
}
} // namespace

std::string writeAuditPage(const AuditPage &page)
{
    JsonWriter writer;
    writer.beginObject().key("entries").beginArray();
    for (const AuditEntry &entry : page.entries) {
        writer.beginObject().member("number", entry.number).member("at", std::optional(entry.at));
        writer.member("who", entry.who).member("act", entry.act).member("target", entry.target);
        writer.member("detail", entry.detail).member("hash", entry.hash).endObject();
    }
    writer.endArray().member("count", static_cast<std::int64_t>(page.entries.size()));
    textOrNull(writer, "cursor", page.next > 0 ? std::to_string(page.next) : std::string {});
    return writer.endObject().take();
}

Result<AuditPage> readAuditPage(std::string_view json)
{
    const Result<JsonDocument> document = JsonDocument::parse(json);
    if (!document)
        return failure(document.error());
    JsonObject object(document->root());
    AuditPage page;
    const std::string cursor = object.text("cursor").value_or("");
    std::from_chars(cursor.data(), cursor.data() + cursor.size(), page.next);
    for (const simdjson::dom::element element : object.elements("entries")) {
        JsonObject part(element);
        page.entries.push_back({.number = part.integer("number").value_or(0),
            .at = part.time("at").value_or(TimePoint {}),
            .who = part.text("who").value_or(""),
            .act = part.text("act").value_or(""),
            .target = part.text("target").value_or(""),
            .detail = part.text("detail").value_or(""),
            .hash = part.text("hash").value_or("")});
    }
    if (!object.isGood())
        return failure(object.error());
    return page;
}

std::string writeAuditReport(const AuditReport &report)
{
    JsonWriter writer;
    writer.beginObject().member("entries_checked", report.entriesChecked);
    textOrNull(writer, "head", report.head);
    textOrNull(writer, "problem", report.problem);
    return writer.endObject().take();
}

Result<AuditReport> readAuditReport(std::string_view json)
{
    const Result<JsonDocument> document = JsonDocument::parse(json);
    if (!document)
        return failure(document.error());
    JsonObject object(document->root());
    AuditReport report {object.integer("entries_checked").value_or(0), object.text("head").value_or(""),
        object.text("problem").value_or("")};
    if (!object.isGood())
        return failure(object.error());
    return report;
}

} // namespace fairlead

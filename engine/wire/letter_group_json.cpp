// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/letter_group_json.h"

#include "engine/wire/json_reader.h"
#include "engine/wire/json_writer.h"

namespace fairlead {

namespace {
void writeNames(JsonWriter &writer, std::string_view name, const std::vector<NameCount> &counts)
{
    writer.key(name).beginArray();
    for (const NameCount &one : counts)
        writer.beginObject().member("name", one.name).member("count", one.count).endObject();
    writer.endArray();
}

std::vector<NameCount> readNames(JsonObject &parent, std::string_view name)
{
    std::vector<NameCount> counts;
    for (const auto &element : parent.elements(name)) {
        JsonObject object(element);
        counts.push_back({object.text("name").value_or(""), object.integer("count").value_or(0)});
    }
    return counts;
}
} // namespace

std::string writeLetterGroups(const LetterGroups &groups)
{
    JsonWriter writer;
    writer.beginObject().key("groups").beginArray();
    for (const LetterGroup &group : groups.groups) {
        writer.beginObject().member("group", group.key).member("count", group.count);
        writer.member("first_seen", std::optional(group.first)).member("last_seen", std::optional(group.last));
        writer.member("sample", group.sample.text()).member("class", group.errorClass).member("text", group.text);
        writeNames(writer, "queues", group.queues);
        writeNames(writer, "tenants", group.tenants);
        writer.endObject();
    }
    writer.endArray().member("count", static_cast<std::int64_t>(groups.groups.size()));
    return writer.member("total", groups.total).key("cursor").null().endObject().take();
}

Result<LetterGroups> readLetterGroups(std::string_view json)
{
    const Result<JsonDocument> document = JsonDocument::parse(json);
    if (!document)
        return failure(document.error());
    JsonObject whole(document->root());
    LetterGroups groups;
    groups.total = whole.integer("total").value_or(0);
    for (const auto &element : whole.elements("groups")) {
        JsonObject object(element);
        LetterGroup group;
        group.key = object.text("group").value_or("");
        group.count = object.integer("count").value_or(0);
        group.first = object.time("first_seen").value_or(TimePoint {});
        group.last = object.time("last_seen").value_or(TimePoint {});
        group.errorClass = object.text("class").value_or("");
        group.text = object.text("text").value_or("");
        group.queues = readNames(object, "queues");
        group.tenants = readNames(object, "tenants");
        if (const Result<JobId> sample = JobId::parse(object.text("sample").value_or("")))
            group.sample = *sample;
        if (!object.isGood())
            return failure(object.error());
        groups.groups.push_back(std::move(group));
    }
    if (!whole.isGood())
        return failure(whole.error());
    return groups;
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/call_codec.h"

#include "engine/calls/job_calls.h"

namespace fairlead {

Result<Each<NewJob>> readEachNewJob(std::string_view json)
{
    if (const Result<> good = JsonDocument::check(json); !good)
        return failure(good.error());
    Each<NewJob> jobs;
    jobs.isOne = json[json.find_first_not_of(" \t\r\n")] != '[';
    if (jobs.isOne) {
        jobs.items.push_back(readNewJob(json));
        return jobs;
    }
    const std::vector<std::string> items = rawElements(json, {}, jobsPerCallMax + 1);
    if (items.size() > jobsPerCallMax)
        return failure(ErrorCode::TooLarge, "at most " + std::to_string(jobsPerCallMax) + " jobs in one request");
    jobs.items.reserve(items.size());
    for (const std::string &item : items)
        jobs.items.push_back(readNewJob(item));
    return jobs;
}

std::string writeEachNewJob(const Each<NewJob> &jobs)
{
    JsonWriter writer;
    if (!jobs.isOne)
        writer.beginArray();
    for (const Result<NewJob> &job : jobs.items) {
        if (job)
            putJson(writer, *job);
    }
    if (!jobs.isOne)
        writer.endArray();
    return writer.take();
}

Result<> checkNoMembers(std::string_view json)
{
    const Result<JsonDocument> document = JsonDocument::parseRequest(json);
    if (!document)
        return failure(document.error());
    JsonObject object(document->root());
    object.refuseUnknown();
    if (!object.isGood())
        return failure(object.error());
    return {};
}

Result<> Codec<Each<NewJob>>::check(const Each<NewJob> &jobs, const FieldSpec &)
{
    const std::size_t count = jobs.items.size();
    if (count <= jobsPerCallMax)
        return {};
    return failure(ErrorCode::TooLarge,
        std::to_string(count) + " jobs: at most " + std::to_string(jobsPerCallMax)
            + " in one call; send them in parts");
}

void Codec<Each<NewJob>>::schema(SchemaWriter &schema, const FieldSpec &)
{
    const auto job = [&schema] { Codec<NewJob>::schema(schema, {}); };
    schema.oneOf({job, [&schema, job] {
                      schema.type("array");
                      schema.number("maxItems", jobsPerCallMax);
                      schema.items(job);
                  }});
}

std::string ReplyForm<Each<EnqueueReceipt>>::write(const Reply &reply)
{
    JsonWriter writer;
    if (!reply.isOne)
        writer.beginArray();
    for (const Result<EnqueueReceipt> &receipt : reply.items) {
        if (receipt)
            putJson(writer, *receipt);
        else
            putError(writer, receipt.error());
    }
    if (!reply.isOne)
        writer.endArray();
    return writer.take();
}

Result<Each<EnqueueReceipt>> ReplyForm<Each<EnqueueReceipt>>::read(std::string_view json)
{
    const auto readOne = [](const std::string &raw) -> Result<EnqueueReceipt> {
        if (const std::optional<Error> error = readError(raw))
            return failure(*error);
        return readAnswer<EnqueueReceipt>(raw);
    };
    const Result<JsonDocument> document = JsonDocument::parse(json);
    if (!document)
        return failure(document.error());
    Reply reply;
    reply.isOne = !document->root().is_array();
    if (reply.isOne) {
        reply.items.push_back(readOne(std::string(json)));
        return reply;
    }
    for (const std::string &raw : rawElements(json))
        reply.items.push_back(readOne(raw));
    return reply;
}

void ReplyForm<Each<EnqueueReceipt>>::schema(SchemaWriter &schema)
{
    const auto receipt = [&schema] { Codec<EnqueueReceipt>::schema(schema, {}); };
    const auto list = [&schema, receipt] {
        schema.type("array");
        schema.items([&] { schema.oneOf({receipt, [&] { writeErrorSchema(schema); }}); });
    };
    schema.oneOf({receipt, list});
}

std::string ReplyForm<History>::write(const History &history)
{
    const auto isAsked = [&](std::string_view member) {
        return history.series.empty() || member == "at" || member == history.series
            || (member.ends_with("_us") && member.substr(0, member.size() - 3) == history.series);
    };
    JsonWriter writer;
    writer.beginObject();
    eachMemberOf(Fields<History>::all, history, [&]<typename V>(const FieldSpec &spec, const V &value) {
        if constexpr (std::is_same_v<V, std::vector<HistoryPoint>>) {
            writer.key(spec.name).beginArray();
            for (const HistoryPoint &point : value) {
                writer.beginObject();
                eachMemberOf(Fields<HistoryPoint>::all, point, [&](const FieldSpec &figure, const auto &number) {
                    if (isAsked(figure.name))
                        writeMember(writer, figure, number);
                });
                writer.endObject();
            }
            writer.endArray();
        } else {
            writeMember(writer, spec, value);
        }
    });
    return writer.endObject().take();
}

std::string percentEncoded(std::string_view text)
{
    constexpr std::string_view hex = "0123456789ABCDEF";
    constexpr std::string_view unreserved = "-._~";
    std::string encoded;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (isLetter || unreserved.find(c) != std::string_view::npos)
            encoded += c;
        else
            (encoded += '%').append({hex[byte >> 4], hex[byte & 15]});
    }
    return encoded;
}

} // namespace fairlead

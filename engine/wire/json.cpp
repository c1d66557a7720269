// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/json.h"

namespace fairlead {

void putError(JsonWriter &writer, const Error &error)
{
    constexpr std::int64_t retryAfterMs = 1000;
    writer.beginObject().key("error").beginObject().member("code", errorCodeName(error.code));
    writer.member("message", error.text);
    if (isRetryable(error.code))
        writer.member("retry_after_ms", retryAfterMs);
    writer.endObject().endObject();
}

std::string writeError(const Error &error)
{
    JsonWriter writer;
    putError(writer, error);
    return writer.take();
}

void writeErrorSchema(SchemaWriter &schema)
{
    schema.reference("Error", [](SchemaWriter &named) {
        named.object([&named] {
            named.property({"error", "why it was refused"}, true, [&named] {
                named.reference("ErrorBody", [](SchemaWriter &body) {
                    body.object([&body] {
                        body.property({"code", "one word for programs"}, true, [&body] {
                            body.type("string");
                            body.values(errorCodeNames());
                        });
                        body.property({"message", "for people: what, which, and what next"}, true,
                            [&body] { body.type("string"); });
                        body.property(
                            {"retry_after_ms", "a later try may succeed"}, false, [&body] { body.type("integer"); });
                    });
                });
            });
        });
    });
}

std::optional<Error> readError(std::string_view json)
{
    const Result<JsonDocument> document = JsonDocument::parse(json);
    if (!document || !document->root().is_object())
        return std::nullopt;
    JsonObject object(document->root());
    const auto element = object.element("error");
    if (!element)
        return std::nullopt;
    JsonObject error(*element);
    return Error {errorCodeFromName(error.text("code").value_or("")), error.text("message").value_or("")};
}

Result<NewJob> readNewJob(std::string_view json, const NewJob *like)
{
    NewJob job = like ? *like : NewJob {};
    if (const Result<> read = readJsonInto(json, job, Reading::Request, like != nullptr); !read)
        return failure(read.error());
    return job;
}

Result<std::vector<NewJob>> readSpawned(std::string_view json, const NewJob *like)
{
    const Result<JsonDocument> document = JsonDocument::parse(json);
    if (!document)
        return failure(document.error());
    JsonObject object(document->root());
    static_cast<void>(object.elements("spawn")); // this notes a fault when the member is not a list
    if (!object.isGood())
        return failure(object.error());
    std::vector<NewJob> jobs;
    for (const std::string &raw : rawElements(json, "spawn")) {
        Result<NewJob> job = readNewJob(raw, like);
        if (!job)
            return failure(job.error());
        jobs.push_back(std::move(*job));
    }
    return jobs;
}

} // namespace fairlead

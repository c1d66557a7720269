// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/wire/special_codecs.h"

namespace fairlead {

// Writes and reads the JSON text of anything that has a Codec.

template <typename T>
void putJson(JsonWriter &writer, const T &value)
{
    Codec<T>::write(writer, value, {});
}

template <typename T>
std::string writeJson(const T &value)
{
    JsonWriter writer;
    putJson(writer, value);
    return writer.take();
}

/// Reads one object into `value`. Absent members keep their values. With `isPartial` also required members may be
/// absent. Fails with Invalid, naming the member.
template <Described T>
Result<> readJsonInto(std::string_view json, T &value, Reading reading, bool isPartial = false)
{
    const Result<JsonDocument> document =
        reading == Reading::Request ? JsonDocument::parseRequest(json) : JsonDocument::parse(json);
    if (!document)
        return failure(document.error());
    JsonObject object(document->root());
    readMembers({object, json, reading, isPartial}, value);
    if (!object.isGood())
        return failure(object.error());
    return reading == Reading::Request ? checkFields(value) : Result<> {};
}

/// Reads one object that was sent to the engine.
template <Described T>
Result<T> readRequest(std::string_view json)
{
    T value {};
    if (const Result<> read = readJsonInto(json, value, Reading::Request); !read)
        return failure(read.error());
    return value;
}

/// Reads one object from an engine's answer. Fails with Internal.
template <Described T>
Result<T> readAnswer(std::string_view json)
{
    T value {};
    if (const Result<> read = readJsonInto(json, value, Reading::Answer); !read)
        return failure(ErrorCode::Internal,
            "the engine's answer cannot be read (" + read.error().text + "); is it another version?");
    return value;
}

// --- errors ----------------------------------------------------------------------------------------------------------

/// {"error":{"code":...,"message":...}}; with retry_after_ms when a later try may succeed.
std::string writeError(const Error &error);
void putError(JsonWriter &writer, const Error &error);
void writeErrorSchema(SchemaWriter &schema);
/// Empty when the text is not such an error.
std::optional<Error> readError(std::string_view json);

// --- new jobs --------------------------------------------------------------------------------------------------------

/// Reads one job to enqueue. Absent members are taken from `like`. Fails with Invalid, naming the member.
Result<NewJob> readNewJob(std::string_view json, const NewJob *like = nullptr);
/// Reads the jobs in the member `spawn` of an object; none when it is absent. Other members are ignored. Fails as
/// readNewJob does.
Result<std::vector<NewJob>> readSpawned(std::string_view json, const NewJob *like);

} // namespace fairlead

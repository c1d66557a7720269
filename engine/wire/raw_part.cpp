// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/codec.h"

namespace fairlead {

namespace {
std::string base64Name(std::string_view name)
{
    return std::string(name) + "_base64";
}
} // namespace

void writeRawPart(JsonWriter &writer, const RawPart<const std::string> &part)
{
    if (part.alwaysBase64 && part.bytes.empty())
        return;
    if (!part.alwaysBase64 && part.contentType == "application/json" && isEmbeddable(part.bytes))
        writer.key(part.name).raw(part.bytes);
    else if (part.isRequired || !part.bytes.empty())
        writer.member(base64Name(part.name), encodeBase64(part.bytes));
    writer.member("content_type", part.contentType);
}

void readRawPart(const ObjectSource &source, const RawPart<std::string> &part)
{
    JsonObject &object = source.object;
    const std::string base64 = base64Name(part.name);
    const std::optional<std::string> encoded = object.text(base64);
    const std::optional<std::string> type = object.text("content_type");
    for (const std::string_view name : {std::string_view(base64), std::string_view("content_type")}) {
        if (source.reading == Reading::Request && object.isNull(name))
            object.fault(nullGiven(name));
    }
    const bool isThere = object.has(part.name) || object.isNull(part.name);
    if (type)
        part.contentType = *type;
    if (!isThere && !encoded) {
        if (part.isRequired && !source.isPartial)
            object.fault(part.name, "the new " + std::string(part.name) + "; null is one as well");
        return;
    }
    if (isThere && encoded) {
        object.fault(part.name, "either " + std::string(part.name) + " or " + base64);
    } else if (isThere) {
        std::optional<std::string> raw = rawMember(source.raw, part.name);
        if (!raw)
            object.fault(part.name, "a member name without escapes");
        part.bytes = std::move(raw).value_or("");
        if (!type)
            part.contentType = "application/json";
    } else if (std::optional<std::string> bytes = decodeBase64(*encoded)) {
        part.bytes = std::move(*bytes);
    } else {
        object.fault(base64, "base64 (RFC 4648)");
    }
}

void writeRawPartSchema(SchemaWriter &schema, std::string_view name, bool isRequired)
{
    const std::string base64 = base64Name(name);
    schema.property({name, "any JSON, kept byte for byte"}, isRequired && !schema.isRequest(), [] {});
    schema.property({base64, "the bytes, where they are not JSON"}, false, [&schema] {
        schema.type("string");
        schema.text("contentEncoding", "base64");
    });
    schema.property({"content_type", "of the bytes"}, false, [&schema] { schema.type("string"); });
}

} // namespace fairlead

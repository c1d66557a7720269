// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/access_json.h"

#include "engine/domain/units.h"
#include "engine/wire/json_reader.h"
#include "engine/wire/json_writer.h"
#include "engine/wire/raw_json.h"

namespace fairlead {

namespace {
void putMembers(JsonWriter &writer, const TokenRecord &record)
{
    writer.member("id", record.id).member("name", record.name).member("role", roleName(record.role));
    writer.member("created_at", std::optional(record.created)).member("expires_at", record.expires);
    writer.member("revoked_at", record.revoked);
    if (record.tenant)
        writer.member("tenant", record.tenant->text());
}

Result<TokenRecord> takeRecord(JsonObject &object)
{
    TokenRecord record;
    const Result<Role> role = parseRole(object.text("role").value_or(""));
    if (!role)
        return failure(ErrorCode::Internal, "the engine's answer is not a token; is it another version?");
    record.id = object.text("id").value_or("");
    record.name = object.text("name").value_or("");
    record.role = *role;
    record.created = object.time("created_at").value_or(TimePoint {});
    record.expires = object.time("expires_at");
    record.revoked = object.time("revoked_at");
    record.tenant = parsed(object, "tenant", TenantName::parse);
    return record;
}
} // namespace

std::string writeTokenRequest(const TokenRequest &request)
{
    JsonWriter writer;
    writer.beginObject().member("name", request.name).member("role", roleName(request.role));
    if (request.lifetime)
        writer.member("expires", durationText(*request.lifetime));
    if (request.tenant)
        writer.member("tenant", request.tenant->text());
    return writer.endObject().take();
}

Result<TokenRequest> readTokenRequest(std::string_view json)
{
    return readObject<TokenRequest>(json, [](JsonObject &object) -> Result<TokenRequest> {
        TokenRequest request;
        request.name = object.text("name").value_or("");
        const Result<Role> role = parseRole(object.text("role").value_or(""));
        if (role)
            request.role = *role;
        else
            object.fault(role.error());
        request.lifetime = object.duration("expires");
        request.tenant = parsed(object, "tenant", TenantName::parse);
        object.refuseUnknown();
        return request;
    });
}

std::string writeTokenRecord(const TokenRecord &record)
{
    JsonWriter writer;
    putMembers(writer.beginObject(), record);
    return writer.endObject().take();
}

Result<TokenRecord> readTokenRecord(std::string_view json)
{
    return readObject<TokenRecord>(json, takeRecord);
}

std::string writeNewToken(const NewToken &token)
{
    JsonWriter writer;
    putMembers(writer.beginObject(), token.record);
    return writer.member("token", token.secret).endObject().take();
}

Result<NewToken> readNewToken(std::string_view json)
{
    return readObject<NewToken>(json, [](JsonObject &object) -> Result<NewToken> {
        Result<TokenRecord> record = takeRecord(object);
        if (!record)
            return failure(record.error());
        return NewToken {std::move(*record), object.text("token").value_or("")};
    });
}

std::string writeTokenRecords(const std::vector<TokenRecord> &records)
{
    JsonWriter writer;
    writer.beginObject().key("tokens").beginArray();
    for (const TokenRecord &record : records) {
        putMembers(writer.beginObject(), record);
        writer.endObject();
    }
    writer.endArray().member("count", static_cast<std::int64_t>(records.size()));
    return writer.key("cursor").null().endObject().take();
}

Result<std::vector<TokenRecord>> readTokenRecords(std::string_view json)
{
    return readElements<TokenRecord>(json, "tokens", readTokenRecord);
}

} // namespace fairlead

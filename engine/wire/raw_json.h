// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/wire/json_reader.h"
#include "engine/wire/json_writer.h"

#include <vector>

namespace fairlead {

/// The text of a member's value exactly as it stands (the first of that name); empty when there is none.
/// REQUIRES: `json` is valid.
std::optional<std::string> rawMember(std::string_view json, std::string_view name);
/// The texts of an array's elements, or of those of the member `name`. REQUIRES: `json` is valid.
std::vector<std::string> rawElements(std::string_view json, std::string_view name = {});
/// The elements of the member `name`, each read from its text; empty when there is none.
template <typename T, typename Read>
Result<std::vector<T>> readElements(std::string_view json, std::string_view name, Read read)
{
    const Result<JsonDocument> document = JsonDocument::parse(json);
    if (!document)
        return failure(document.error());
    std::vector<T> items;
    for (const std::string &raw : rawElements(json, name)) {
        Result<T> item = read(raw);
        if (!item)
            return failure(item.error());
        items.push_back(std::move(*item));
    }
    return items;
}
/// Writes `payload` as it stands when it is JSON by type and in fact and would come back so, else `payload_base64`;
/// then `content_type`.
void writePayload(JsonWriter &writer, const std::string &payload, const std::string &contentType);

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/json_reader.h"

#include "engine/domain/nearest_name.h"
#include "engine/wire/json_fault.h"

#include <algorithm>

namespace fairlead {

namespace {
std::string placeText(std::string_view text, std::optional<std::size_t> at)
{
    if (!at)
        return {};
    const std::string_view before = text.substr(0, *at);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t column = *at - (before.rfind('\n') + 1); // npos + 1 is 0
    return " at line " + std::to_string(line) + ", column " + std::to_string(column + 1);
}
} // namespace

Result<JsonDocument> JsonDocument::parse(std::string_view text, std::size_t depth)
{
    JsonDocument document;
    document.m_parser = std::make_unique<simdjson::dom::parser>();
    auto error = document.m_parser->allocate(std::max<std::size_t>(text.size(), 32), depth + 1); // with the document
    if (error == simdjson::SUCCESS)
        error = document.m_parser->parse(text.data(), text.size()).get(document.m_root);
    if (error != simdjson::SUCCESS) {
        return failure(ErrorCode::Invalid,
            "not valid JSON" + placeText(text, jsonFaultAt(text, depth)) + ": " + simdjson::error_message(error));
    }
    return document;
}

JsonObject::JsonObject(simdjson::dom::element element)
{
    m_isObject = element.get_object().get(m_object) == simdjson::SUCCESS;
    if (!m_isObject)
        fault({ErrorCode::Invalid, "expected a JSON object"});
}

std::optional<simdjson::dom::element> JsonObject::element(std::string_view name)
{
    if (std::find(m_known.begin(), m_known.end(), name) == m_known.end())
        m_known.emplace_back(name);
    simdjson::dom::element found;
    if (!m_isObject || m_object.at_key(name).get(found) != simdjson::SUCCESS || found.is_null())
        return std::nullopt;
    return found;
}

bool JsonObject::isNull(std::string_view name)
{
    simdjson::dom::element found;
    return !element(name) && m_isObject && m_object.at_key(name).get(found) == simdjson::SUCCESS;
}

bool JsonObject::has(std::string_view name)
{
    return element(name).has_value();
}

void JsonObject::fault(std::string_view name, std::string_view expected)
{
    fault({ErrorCode::Invalid, std::string(name) + ": expected " + std::string(expected)});
}

void JsonObject::fault(const Error &error)
{
    if (!m_fault)
        m_fault = error;
}

std::optional<std::string> JsonObject::text(std::string_view name)
{
    const auto found = element(name);
    std::string_view value;
    if (!found)
        return std::nullopt;
    if (found->get_string().get(value) == simdjson::SUCCESS)
        return std::string(value);
    fault(name, "a text");
    return std::nullopt;
}

std::optional<std::int64_t> JsonObject::integer(std::string_view name)
{
    const auto found = element(name);
    std::int64_t value = 0;
    if (!found)
        return std::nullopt;
    if (found->get_int64().get(value) == simdjson::SUCCESS)
        return value;
    fault(name, "a whole number");
    return std::nullopt;
}

std::vector<simdjson::dom::element> JsonObject::elements(std::string_view name)
{
    std::vector<simdjson::dom::element> list;
    const auto found = element(name);
    if (!found)
        return list;
    simdjson::dom::array array;
    if (found->get_array().get(array) != simdjson::SUCCESS) {
        fault(name, "a list");
        return list;
    }
    for (const simdjson::dom::element one : array)
        list.push_back(one);
    return list;
}

void JsonObject::refuseUnknown()
{
    if (!m_isObject)
        return;
    for (const auto field : m_object) {
        if (std::find(m_known.begin(), m_known.end(), field.key) != m_known.end())
            continue;
        std::string what = "unknown member '" + std::string(field.key.substr(0, 64)) + "'";
        if (const std::string nearest = nearestName(field.key, m_known); !nearest.empty())
            what += ", nearest known one '" + nearest + "'";
        fault({ErrorCode::Invalid, what});
        return;
    }
}

} // namespace fairlead

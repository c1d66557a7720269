// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/json_reader.h"

#include "engine/domain/nearest_name.h"
#include "engine/wire/json_fault.h"
#include "engine/wire/raw_json.h"

#include <algorithm>
#include <charconv>

namespace fairlead {

namespace {
/// A document, or a part of one, that is read in another way when it is larger.
constexpr std::size_t largeBytes = 256 * 1024;

std::string placeText(std::string_view text, std::optional<std::size_t> at)
{
    if (!at)
        return {};
    const std::string_view before = text.substr(0, *at);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t column = *at - (before.rfind('\n') + 1); // npos + 1 is 0
    return " at line " + std::to_string(line) + ", column " + std::to_string(column + 1);
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

std::size_t skipDigits(std::string_view text, std::size_t at)
{
    while (at < text.size() && isDigit(text[at]))
        ++at;
    return at;
}

/// The end of the number that begins at `begin`, by the grammar of RFC 8259; `begin` when there is none.
std::size_t endOfNumber(std::string_view text, std::size_t begin)
{
    const auto is = [text](std::size_t at, std::string_view any) {
        return at < text.size() && any.find(text[at]) != std::string_view::npos;
    };
    std::size_t at = is(begin, "-") ? begin + 1 : begin;
    const std::size_t whole = is(at, "0") ? at + 1 : skipDigits(text, at);
    if (whole == at)
        return begin;
    at = whole;
    if (is(at, ".")) {
        const std::size_t fraction = skipDigits(text, at + 1);
        if (fraction == at + 1)
            return begin;
        at = fraction;
    }
    if (is(at, "eE")) {
        const std::size_t digits = is(at + 1, "+-") ? at + 2 : at + 1;
        const std::size_t exponent = skipDigits(text, digits);
        if (exponent == digits)
            return begin;
        at = exponent;
    }
    return at;
}

/// Whether a number is beyond 64 bits or the range of a double.
bool isWide(std::string_view number)
{
    constexpr std::size_t digitsFitting = 18;
    if (number.find_first_of(".eE") == std::string_view::npos)
        return number.size() > digitsFitting + (number.front() == '-' ? 1 : 0);
    double value = 0;
    return std::from_chars(number.data(), number.data() + number.size(), value).ec == std::errc::result_out_of_range;
}

/// The text with each wide number as a text of the same length. A payload may have such numbers, and is taken from the
/// original. In a member of the engine's own such a number is refused, because it is a text now.
std::string withWideNumbersQuoted(std::string_view text)
{
    std::string quoted(text);
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '"') {
            for (++at; at < text.size() && text[at] != '"'; ++at)
                at += text[at] == '\\' ? 1 : 0;
        } else if (text[at] == '-' || isDigit(text[at])) {
            const std::size_t end = std::max(endOfNumber(text, at), at + 1);
            if (isWide(text.substr(at, end - at))) {
                std::fill(quoted.begin() + static_cast<std::ptrdiff_t>(at),
                    quoted.begin() + static_cast<std::ptrdiff_t>(end), ' ');
                quoted[at] = quoted[end - 1] = '"';
            }
            at = end - 1;
        }
    }
    return quoted;
}
} // namespace

Result<JsonDocument> JsonDocument::parse(std::string_view text, std::size_t depth)
{
    JsonDocument document;
    document.m_parser = std::make_unique<simdjson::dom::parser>();
    auto error = document.m_parser->allocate(std::max<std::size_t>(text.size(), 32), depth + 1); // with the document
    if (error == simdjson::SUCCESS)
        error = document.m_parser->parse(text.data(), text.size()).get(document.m_root);
    if (error == simdjson::NUMBER_ERROR) {
        const std::string quoted = withWideNumbersQuoted(text);
        error = document.m_parser->parse(quoted).get(document.m_root);
    }
    if (error == simdjson::MEMALLOC)
        return failure(noMemory());
    if (error != simdjson::SUCCESS) {
        return failure(ErrorCode::Invalid,
            "not valid JSON" + placeText(text, jsonFaultAt(text, depth)) + ": " + simdjson::error_message(error));
    }
    return document;
}

Result<> JsonDocument::check(std::string_view text)
{
    if (text.size() <= largeBytes) {
        const Result<JsonDocument> document = parse(text);
        return document ? Result<> {} : failure(document.error());
    }
    if (const std::optional<std::size_t> at = jsonFaultAt(text, depthMax))
        return failure(ErrorCode::Invalid, "not valid JSON" + placeText(text, at));
    return {};
}

Result<JsonDocument> JsonDocument::parseRequest(std::string_view text)
{
    if (text.size() <= largeBytes)
        return parse(text);
    if (const Result<> good = check(text); !good)
        return failure(good.error());
    return parse(outlineOf(text, largeBytes, "spawn"));
}

Error emptyGiven(std::string_view name)
{
    return {ErrorCode::Invalid, std::string(name) + ": must not be empty; leave it out to have none"};
}

Error nullGiven(std::string_view name)
{
    return {ErrorCode::Invalid, std::string(name) + ": must not be null; leave it out to have none"};
}

JsonObject::JsonObject(simdjson::dom::element element)
{
    m_isObject = element.get_object().get(m_object) == simdjson::SUCCESS;
    if (!m_isObject)
        fault({ErrorCode::Invalid, "expected a JSON object"});
    else
        refuseTwins();
}

void JsonObject::refuseTwins()
{
    std::vector<std::string_view> names;
    names.reserve(m_object.size());
    for (const auto field : m_object)
        names.push_back(field.key);
    std::sort(names.begin(), names.end());
    const auto twin = std::adjacent_find(names.begin(), names.end());
    if (twin != names.end())
        fault({ErrorCode::Invalid, "member '" + std::string(twin->substr(0, 64)) + "' is given more than once"});
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

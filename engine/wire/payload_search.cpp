// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/payload_search.h"

#include "engine/wire/json_reader.h"

#include <charconv>

namespace fairlead {

namespace {
using simdjson::SUCCESS;

/// The number that a whole text is; empty when it is none.
template <typename Number>
std::optional<Number> numberOf(std::string_view text)
{
    Number number {};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc {} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

/// The value at a place; false when there is none.
bool goTo(simdjson::dom::element &element, const std::vector<std::string> &path)
{
    for (const std::string &name : path) {
        simdjson::dom::object object;
        simdjson::dom::array array;
        if (element.get_object().get(object) == SUCCESS) {
            if (object.at_key(name).get(element) != SUCCESS)
                return false;
            continue;
        }
        const auto number = numberOf<std::size_t>(name);
        if (!number || element.get_array().get(array) != SUCCESS || array.at(*number).get(element) != SUCCESS)
            return false;
    }
    return true;
}

bool isEqual(const simdjson::dom::element &element, const std::string &value)
{
    std::string_view text;
    bool flag = false;
    std::int64_t whole = 0;
    std::uint64_t large = 0;
    double number = 0;
    if (element.get_string().get(text) == SUCCESS)
        return text == value;
    if (element.get_bool().get(flag) == SUCCESS)
        return value == (flag ? "true" : "false");
    if (element.get_int64().get(whole) == SUCCESS)
        return numberOf<std::int64_t>(value) == whole;
    if (element.get_uint64().get(large) == SUCCESS)
        return numberOf<std::uint64_t>(value) == large;
    if (element.get_double().get(number) == SUCCESS)
        return numberOf<double>(value) == number;
    return element.is_null() && value == "null";
}

class ValueTest final : public PayloadTest
{
public:
    explicit ValueTest(PayloadMatch match)
        : m_match(std::move(match))
    {
    }
    bool passes(const std::string &payload) const override
    {
        // Most payloads do not have the name at all, and need not be read. A name may be written with escapes.
        if (payload.find('\\') == std::string::npos && !mayHavePath(payload))
            return false;
        const Result<JsonDocument> document = JsonDocument::parse(payload);
        if (!document)
            return false;
        simdjson::dom::element element = document->root();
        return goTo(element, m_match.path) && isEqual(element, m_match.value);
    }

private:
    bool mayHavePath(const std::string &payload) const
    {
        for (const std::string &name : m_match.path) {
            if (!numberOf<std::size_t>(name) && payload.find(name) == std::string::npos)
                return false;
        }
        return true;
    }

    const PayloadMatch m_match;
};
} // namespace

std::shared_ptr<const PayloadTest> payloadTestOf(PayloadMatch match)
{
    return std::make_shared<ValueTest>(std::move(match));
}

} // namespace fairlead

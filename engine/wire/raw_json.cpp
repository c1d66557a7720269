// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/raw_json.h"

#include "engine/wire/json_reader.h"

namespace fairlead {

namespace {
/// Payloads nested deeper are written as base64, so that readers can parse the answers around them.
constexpr std::size_t payloadDepthMax = 1000;
constexpr std::string_view whiteSpace = " \t\r\n";

/// Walks over valid JSON text, to find the bounds of values.
class RawScanner
{
public:
    explicit RawScanner(std::string_view json)
        : m_json(json)
    {
        skipWhite();
    }
    char peek() const { return m_at < m_json.size() ? m_json[m_at] : '\0'; }
    /// Steps over one character and the white space after it.
    void step()
    {
        ++m_at;
        skipWhite();
    }
    /// The text of the next value. Afterwards the position is the character after it.
    std::string_view takeValue()
    {
        const std::size_t begin = m_at;
        int depth = 0;
        do {
            const char c = peek();
            if (c == '"')
                skipString();
            else
                ++m_at;
            if (c == '{' || c == '[')
                ++depth;
            else if (c == '}' || c == ']')
                --depth;
        } while (m_at < m_json.size() && (depth > 0 || !isEndOfScalar(begin)));
        const std::string_view value = m_json.substr(begin, m_at - begin);
        skipWhite();
        return value;
    }

private:
    void skipWhite()
    {
        while (m_at < m_json.size() && whiteSpace.find(m_json[m_at]) != std::string_view::npos)
            ++m_at;
    }
    void skipString()
    {
        for (++m_at; m_at < m_json.size() && m_json[m_at] != '"'; ++m_at) {
            if (m_json[m_at] == '\\')
                ++m_at;
        }
        ++m_at;
    }
    /// Numbers and words end at a separator; strings, objects and arrays end at their closing character.
    bool isEndOfScalar(std::size_t begin) const
    {
        const char first = m_json[begin];
        if (first == '"' || first == '{' || first == '[')
            return true;
        return std::string_view(" \t\r\n,]}").find(m_json[m_at]) != std::string_view::npos;
    }

    const std::string_view m_json;
    std::size_t m_at = 0;
};
} // namespace

bool isEmbeddable(const std::string &bytes)
{
    return !bytes.empty() && whiteSpace.find(bytes.front()) == std::string_view::npos
        && whiteSpace.find(bytes.back()) == std::string_view::npos
        && JsonDocument::parse(bytes, payloadDepthMax).has_value();
}

std::optional<std::string> rawMember(std::string_view json, std::string_view name)
{
    RawScanner scanner(json);
    if (scanner.peek() != '{')
        return std::nullopt;
    scanner.step();
    while (scanner.peek() == '"') {
        const std::string_view key = scanner.takeValue();
        scanner.step(); // ':'
        const std::string_view value = scanner.takeValue();
        if (key.substr(1, key.size() - 2) == name)
            return std::string(value);
        scanner.step(); // ',' or '}'
    }
    return std::nullopt;
}

std::vector<std::string> rawElements(std::string_view json, std::string_view name)
{
    std::vector<std::string> elements;
    const std::string array = name.empty() ? std::string(json) : rawMember(json, name).value_or("");
    RawScanner scanner(array);
    if (scanner.peek() != '[')
        return elements;
    scanner.step();
    while (scanner.peek() != ']' && scanner.peek() != '\0') {
        elements.emplace_back(scanner.takeValue());
        if (scanner.peek() == ',')
            scanner.step();
    }
    return elements;
}

} // namespace fairlead

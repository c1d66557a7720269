// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/raw_json.h"

#include "engine/wire/json_reader.h"

#include <algorithm>
#include <span>

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

using PointerTokens = std::vector<std::string>;

/// None for the pointer to the whole.
PointerTokens tokensOf(std::string_view pointer)
{
    PointerTokens tokens;
    for (std::size_t at = 0; at < pointer.size(); ++at) {
        const bool isEscape = pointer[at] == '~' && at + 1 < pointer.size();
        if (pointer[at] == '/')
            tokens.emplace_back();
        else if (tokens.empty())
            return {};
        else if (isEscape)
            tokens.back() += pointer[++at] == '1' ? '/' : '~';
        else
            tokens.back() += pointer[at];
    }
    return tokens;
}

/// Finds the values in valid JSON text that JSON pointers name. It goes no deeper than they do.
class PlaceFinder
{
public:
    using Tails = std::vector<std::span<const std::string>>; ///< tokens that are left of each pointer

    /// Finds those in the next value, and steps over it.
    void find(RawScanner &scanner, const Tails &tails)
    {
        if (std::any_of(tails.begin(), tails.end(), [](const auto &tail) { return tail.empty(); }))
            m_places.push_back(scanner.takeValue());
        else if (!tails.empty() && scanner.peek() == '{')
            findInObject(scanner, tails);
        else if (!tails.empty() && scanner.peek() == '[')
            findInArray(scanner, tails);
        else
            scanner.takeValue();
    }
    /// In the order of the text.
    const std::vector<std::string_view> &places() const { return m_places; }
    /// False when a name of a member could not be read.
    bool isGood() const { return m_isGood; }

private:
    static Tails within(const Tails &tails, std::string_view name)
    {
        Tails inner;
        for (const std::span<const std::string> &tail : tails) {
            if (tail.front() == name)
                inner.push_back(tail.subspan(1));
        }
        return inner;
    }
    void findInObject(RawScanner &scanner, const Tails &tails)
    {
        scanner.step();
        while (scanner.peek() == '"') {
            const std::string_view key = scanner.takeValue();
            scanner.step(); // ':'
            find(scanner, within(tails, nameOf(key.substr(1, key.size() - 2), key)));
            if (scanner.peek() != ',')
                break;
            scanner.step();
        }
        scanner.step(); // '}'
    }
    void findInArray(RawScanner &scanner, const Tails &tails)
    {
        scanner.step();
        for (std::size_t index = 0; scanner.peek() != ']' && scanner.peek() != '\0'; ++index) {
            find(scanner, within(tails, std::to_string(index)));
            if (scanner.peek() != ',')
                break;
            scanner.step();
        }
        scanner.step(); // ']'
    }
    /// The name as it is between its quotes, without escapes.
    std::string_view nameOf(std::string_view inner, std::string_view quoted)
    {
        std::string_view name = inner;
        if (inner.find('\\') != std::string_view::npos
            && m_parser.parse(quoted.data(), quoted.size()).get_string().get(name) != simdjson::SUCCESS)
            m_isGood = false;
        return name;
    }

    std::vector<std::string_view> m_places;
    simdjson::dom::parser m_parser;
    bool m_isGood = true;
};
} // namespace

std::optional<std::string> withStars(std::string_view bytes, const std::vector<std::string> &pointers)
{
    const bool isJson = JsonDocument::parse(bytes).has_value();
    // A byte order mark is no part of JSON, though some readers pass over it.
    if (!isJson || bytes.starts_with("\xEF\xBB\xBF"))
        return std::nullopt;
    std::vector<PointerTokens> tokens;
    tokens.reserve(pointers.size());
    std::transform(pointers.begin(), pointers.end(), std::back_inserter(tokens), tokensOf);
    RawScanner scanner(bytes);
    PlaceFinder finder;
    finder.find(scanner, {tokens.begin(), tokens.end()});
    if (!finder.isGood())
        return std::nullopt;
    std::string shown;
    std::size_t from = 0;
    for (const std::string_view place : finder.places()) {
        const auto begin = static_cast<std::size_t>(place.data() - bytes.data());
        shown.append(bytes.substr(from, begin - from)).append("\"***\"");
        from = begin + place.size();
    }
    shown.append(bytes.substr(from));
    return shown;
}

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

std::string outlineOf(std::string_view json, std::size_t most, std::string_view whole)
{
    RawScanner scanner(json);
    if (scanner.peek() != '{')
        return "[]";
    scanner.step();
    std::string outline = "{";
    while (scanner.peek() == '"') {
        const std::string_view key = scanner.takeValue();
        scanner.step(); // ':'
        const std::string_view value = scanner.takeValue();
        const bool isLarge = value.size() > most && value.front() != '"' && key.substr(1, key.size() - 2) != whole;
        outline.append(outline.size() > 1 ? "," : "").append(key).append(":");
        outline.append(isLarge ? std::string_view("{}") : value);
        scanner.step(); // ',' or '}'
    }
    outline.append("}");
    return outline;
}

std::vector<std::string> rawElements(std::string_view json, std::string_view name, std::size_t most)
{
    std::vector<std::string> elements;
    const std::string array = name.empty() ? std::string(json) : rawMember(json, name).value_or("");
    RawScanner scanner(array);
    if (scanner.peek() != '[')
        return elements;
    scanner.step();
    while (scanner.peek() != ']' && scanner.peek() != '\0' && elements.size() < most) {
        elements.emplace_back(scanner.takeValue());
        if (scanner.peek() == ',')
            scanner.step();
    }
    return elements;
}

} // namespace fairlead

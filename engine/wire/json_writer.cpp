// SPDX-License-Identifier: Apache-2.0
#include "engine/wire/json_writer.h"

#include "engine/domain/units.h"

#include <array>
#include <charconv>
#include <cmath>
#include <simdjson.h>

namespace fairlead {

namespace {
constexpr std::string_view base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void appendEscaped(std::string &to, char c)
{
    constexpr std::string_view hex = "0123456789abcdef";
    switch (c) {
    case '"':
        to += "\\\"";
        return;
    case '\\':
        to += "\\\\";
        return;
    case '\n':
        to += "\\n";
        return;
    case '\t':
        to += "\\t";
        return;
    case '\r':
        to += "\\r";
        return;
    default:
        break;
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte < ' ' || byte == 127) {
        to += "\\u00";
        to += hex[byte >> 4];
        to += hex[byte & 15];
    } else {
        to += c;
    }
}
} // namespace

void JsonWriter::separate()
{
    if (m_needsComma)
        m_text += ',';
    m_needsComma = true;
}

JsonWriter &JsonWriter::open(char bracket)
{
    separate();
    m_text += bracket;
    m_needsComma = false;
    return *this;
}

JsonWriter &JsonWriter::close(char bracket)
{
    m_text += bracket;
    m_needsComma = true;
    return *this;
}

JsonWriter &JsonWriter::key(std::string_view name)
{
    text(name);
    m_text += ':';
    m_needsComma = false;
    return *this;
}

JsonWriter &JsonWriter::text(std::string_view value)
{
    separate();
    m_text += '"';
    if (isUtf8(value)) {
        for (const char c : value)
            appendEscaped(m_text, c);
    } else {
        while (!value.empty()) {
            const std::size_t length = utf8Length(value);
            if (length == 1)
                appendEscaped(m_text, value.front());
            else
                m_text.append(length == 0 ? std::string_view("\xEF\xBF\xBD") : value.substr(0, length));
            value.remove_prefix(std::max<std::size_t>(length, 1));
        }
    }
    m_text += '"';
    return *this;
}

JsonWriter &JsonWriter::number(std::int64_t value)
{
    return raw(std::to_string(value));
}

JsonWriter &JsonWriter::number(double value)
{
    if (!std::isfinite(value))
        return null();
    std::array<char, 64> text {};
    const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), value);
    return raw({text.data(), static_cast<std::size_t>(end - text.data())});
}

JsonWriter &JsonWriter::boolean(bool value)
{
    return raw(value ? "true" : "false");
}

JsonWriter &JsonWriter::null()
{
    return raw("null");
}

JsonWriter &JsonWriter::raw(std::string_view json)
{
    separate();
    m_text.append(json);
    return *this;
}

JsonWriter &JsonWriter::memberUnlessEmpty(std::string_view name, std::string_view value)
{
    return value.empty() ? *this : member(name, value);
}

JsonWriter &JsonWriter::member(std::string_view name, const std::optional<TimePoint> &time)
{
    key(name);
    return time ? text(timeText(*time)) : null();
}

bool isUtf8(std::string_view bytes)
{
    return simdjson::validate_utf8(bytes.data(), bytes.size());
}

std::size_t utf8Length(std::string_view bytes)
{
    for (std::size_t length = 1; length <= 4 && length <= bytes.size(); ++length) {
        if (simdjson::validate_utf8(bytes.data(), length))
            return length;
    }
    return 0;
}

std::string encodeBase64(std::string_view bytes)
{
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t group = 0;
        for (std::size_t j = 0; j < 3; ++j)
            group = (group << 8) | (j < count ? static_cast<unsigned char>(bytes[i + j]) : 0U);
        for (std::size_t j = 0; j < 4; ++j)
            text += j <= count ? base64Digits[(group >> (18 - 6 * j)) & 63] : '=';
    }
    return text;
}

std::optional<std::string> decodeBase64(std::string_view text)
{
    if (text.size() % 4 != 0)
        return std::nullopt;
    std::string bytes;
    for (std::size_t i = 0; i < text.size(); i += 4) {
        std::uint32_t group = 0;
        std::size_t padding = 0;
        for (std::size_t j = 0; j < 4; ++j) {
            const char c = text[i + j];
            const std::size_t digit = base64Digits.find(c);
            const bool isPadding = c == '=' && j >= 2 && i + 4 == text.size();
            if (isPadding)
                ++padding;
            else if (digit == std::string_view::npos || padding > 0)
                return std::nullopt;
            group = (group << 6) | (isPadding ? 0U : static_cast<std::uint32_t>(digit));
        }
        for (std::size_t j = 0; j + padding < 3; ++j)
            bytes += static_cast<char>(group >> (16 - 8 * j));
    }
    return bytes;
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fairlead {

/// Writes JSON (RFC 8259) text piece by piece. The caller makes the calls in a valid order. Threads: one.
class JsonWriter
{
public:
    JsonWriter &beginObject() { return open('{'); }
    JsonWriter &endObject() { return close('}'); }
    JsonWriter &beginArray() { return open('['); }
    JsonWriter &endArray() { return close(']'); }
    JsonWriter &key(std::string_view name);
    /// Bytes that are not UTF-8 become U+FFFD.
    JsonWriter &text(std::string_view value);
    JsonWriter &number(std::int64_t value);
    JsonWriter &number(double value);
    JsonWriter &boolean(bool value);
    JsonWriter &null();
    /// Inserts JSON text unchanged. REQUIRES: it is valid.
    JsonWriter &raw(std::string_view json);

    JsonWriter &member(std::string_view name, std::string_view value) { return key(name).text(value); }
    JsonWriter &member(std::string_view name, std::int64_t value) { return key(name).number(value); }
    /// Leaves the member out when the text is empty.
    JsonWriter &memberUnlessEmpty(std::string_view name, std::string_view value);
    JsonWriter &member(std::string_view name, const std::optional<TimePoint> &time);

    std::string take() { return std::move(m_text); }

private:
    JsonWriter &open(char bracket);
    JsonWriter &close(char bracket);
    void separate();

    std::string m_text;
    bool m_needsComma = false;
};

/// Whether bytes are valid UTF-8.
bool isUtf8(std::string_view bytes);
/// The length of the UTF-8 sequence at the start, 1 to 4; 0 when there is none.
std::size_t utf8Length(std::string_view bytes);
std::string encodeBase64(std::string_view bytes);
/// Empty when the text is not base64 (RFC 4648, padded).
std::optional<std::string> decodeBase64(std::string_view text);

} // namespace fairlead

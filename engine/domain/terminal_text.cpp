// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/terminal_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace fairlead {

namespace {
bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

/// Length of the letter that begins with the byte; 0: none does.
std::size_t lengthFrom(unsigned char first)
{
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first < 0xe0)
        return 2;
    if (first >= 0xe0 && first < 0xf0)
        return 3;
    return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

/// A byte that begins no whole letter, with the continuation bytes behind it.
Character brokenCharacter(std::string_view text)
{
    std::size_t bytes = 1;
    while (bytes < text.size() && isContinuation(text[bytes]))
        ++bytes;
    return {0, bytes, false};
}

/// Adds a backslash, the kind and so many hexadecimal digits.
void addEscape(std::string &to, char kind, std::uint32_t value, int digits)
{
    to.append(1, '\\').append(1, kind);
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        to += "0123456789abcdef"[(value >> shift) & 0xf];
}
} // namespace

Character firstCharacter(std::string_view text)
{
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t bytes = lengthFrom(first);
    if (bytes == 1)
        return {first, 1, true};
    if (bytes == 0 || text.size() < bytes)
        return brokenCharacter(text);
    char32_t code = first & (0x7fU >> bytes);
    for (std::size_t i = 1; i < bytes; ++i) {
        if (!isContinuation(text[i]))
            return brokenCharacter(text);
        code = (code << 6) | (static_cast<unsigned char>(text[i]) & 0x3fU);
    }
    const bool isOverlong = (bytes == 3 && code < 0x800) || (bytes == 4 && code < 0x10000);
    const bool isSurrogate = code >= 0xd800 && code < 0xe000;
    if (isOverlong || isSurrogate || code > 0x10ffff)
        return brokenCharacter(text);
    return {code, bytes, true};
}

bool actsOnTerminal(char32_t code)
{
    // DEL and C1; the Arabic mark; marks of direction; line and paragraph ends with embeddings; isolates.
    constexpr std::array<std::pair<char32_t, char32_t>, 6> ranges {
        {{0, 0x1f}, {0x7f, 0x9f}, {0x61c, 0x61c}, {0x200e, 0x200f}, {0x2028, 0x202e}, {0x2066, 0x2069}}};
    for (const auto &[first, last] : ranges) {
        if (code >= first && code <= last)
            return true;
    }
    return false;
}

std::string terminalText(std::string_view text, LineEnds lineEnds, Letters letters)
{
    std::string safe;
    safe.reserve(text.size());
    while (!text.empty()) {
        const Character character = firstCharacter(text);
        const bool isLayout = character.code == '\n' || character.code == '\t';
        const bool isShown = isLayout
            ? lineEnds == LineEnds::Kept
            : !actsOnTerminal(character.code) && (letters == Letters::All || character.code < 0x80);
        if (!character.isValid) {
            for (const char byte : text.substr(0, character.bytes))
                addEscape(safe, 'x', static_cast<unsigned char>(byte), 2);
        } else if (isShown) {
            safe += text.substr(0, character.bytes);
        } else if (isLayout) {
            safe += character.code == '\n' ? "\\n" : "\\t";
        } else if (character.code < 0x80) {
            addEscape(safe, 'x', character.code, 2);
        } else if (character.code < 0x10000) {
            addEscape(safe, 'u', character.code, 4);
        } else {
            addEscape(safe, 'U', character.code, 8);
        }
        text.remove_prefix(character.bytes);
    }
    return safe;
}

std::string shownStart(std::string_view text, std::size_t bytesMax)
{
    std::size_t bytes = 0;
    while (bytes < text.size()) {
        const std::size_t more = firstCharacter(text.substr(bytes)).bytes;
        if (bytes + more > bytesMax)
            return terminalText(text.substr(0, bytes), LineEnds::Escaped) + "...";
        bytes += more;
    }
    return terminalText(text, LineEnds::Escaped);
}

bool holdsControlCharacter(std::string_view text)
{
    return std::any_of(
        text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 127; });
}

} // namespace fairlead

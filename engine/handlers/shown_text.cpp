// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/shown_text.h"

#include "engine/wire/json_writer.h"

#include <algorithm>

namespace fairlead {

namespace {
/// Control characters of one byte, but not those that lay a text out.
bool isControl(std::string_view letter)
{
    const auto byte = static_cast<unsigned char>(letter.front());
    return (byte < ' ' && byte != '\n' && byte != '\t') || byte == 127;
}

/// U+0080 to U+009F: a terminal may obey them, too.
bool isSecondControl(std::string_view letter)
{
    return letter.size() == 2 && letter[0] == '\xc2' && static_cast<unsigned char>(letter[1]) < 0xa0;
}

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}
} // namespace

std::string shownOutput(std::string_view text)
{
    std::string safe;
    safe.reserve(text.size());
    bool isInBroken = false; // the bytes before are no letter; continuation bytes belong to it
    while (!text.empty()) {
        const std::size_t length = utf8Length(text);
        const std::string_view letter = text.substr(0, std::max<std::size_t>(length, 1));
        text.remove_prefix(letter.size());
        if (length == 0) {
            if (!isInBroken || !isContinuation(letter.front()))
                safe += '?';
        } else if (isControl(letter) || isSecondControl(letter)) {
            safe += '?';
        } else {
            safe += letter;
        }
        isInBroken = length == 0;
    }
    while (!safe.empty() && safe.back() == '\n')
        safe.pop_back();
    return safe;
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace fairlead {

/// The first character of a text in UTF-8. Of bytes that are none it has one, or all that are left of a cut character.
struct Character
{
    char32_t code = 0;
    std::size_t bytes = 0;
    bool isValid = false; ///< false: the bytes are not UTF-8
};
/// REQUIRES: the text is not empty.
Character firstCharacter(std::string_view text);

/// Whether a terminal or a log may obey the character: control characters (C0, DEL, C1), and those that turn the
/// direction of the text or end a line.
bool actsOnTerminal(char32_t code);

enum class LineEnds {
    Kept, ///< line ends and tabs stay
    Replaced, ///< they become '?', too: the text cannot look like another line
};
/// The text with a '?' in the place of each character that acts on a terminal, and of bytes that are not UTF-8; those
/// of one letter that was cut become one '?'.
std::string terminalText(std::string_view text, LineEnds lineEnds);

} // namespace fairlead

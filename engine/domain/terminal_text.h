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

/// Whether a byte of the text is an ASCII control character: below a space, or 127. Names and labels have none.
bool holdsControlCharacter(std::string_view text);

enum class LineEnds {
    Kept, ///< line ends and tabs stay
    Escaped, ///< they become \n and \t: the text cannot look like another line
};
/// The letters that a reader of a text can show.
enum class Letters {
    All, ///< of UTF-8
    Ascii,
};
/// The text with an escape in the place of each character that acts on a terminal, and of each other letter that the
/// reader cannot show: \x1b, \u202e, \U0001f600. Of bytes that are not UTF-8 each becomes such as \xff.
std::string terminalText(std::string_view text, LineEnds lineEnds, Letters letters = Letters::All);
/// The beginning of a text that may be anything, for an error: whole letters of at most `bytesMax` bytes, as
/// terminalText shows them on one line, and "..." when there is more.
std::string shownStart(std::string_view text, std::size_t bytesMax);

} // namespace fairlead

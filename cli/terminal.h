// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"
#include "engine/domain/terminal_text.h"

#include <string>
#include <string_view>

namespace fairlead {

// The only way from a command to stdout and stderr. Texts of an engine, of a file or of the line may hold anything;
// none of it acts on a terminal.

/// The letters that the locale of the environment has: all when it is of UTF-8.
Letters lettersOfTheLocale();
/// Prints to stdout, and `warn` to stderr, as printf does. An escape (engine/domain/terminal_text.h) stands in the
/// place of each character that acts on a terminal, but for line ends and tabs, and of letters that the locale does not
/// have.
[[gnu::format(printf, 1, 2)]] void say(const char *format, ...);
[[gnu::format(printf, 1, 2)]] void warn(const char *format, ...);
/// Writes bytes to stdout unchanged; on a terminal as `say` does.
void writeBytes(std::string_view bytes);
/// Writes JSON and a line end to stdout, unchanged. On a terminal, characters that act on it, and letters that the
/// locale does not have, are escaped as \uXXXX, which is the same JSON.
void sayJson(std::string_view json);
/// Writes a text with escape sequences of our own. REQUIRES: all else in it is safe.
void draw(const std::string &text);

enum class ProgressLine { UnderWay, End };
/// Shows how far a long act is, in one line that is written over. Shows nothing when stderr is no terminal.
void showProgress(const std::string &text, ProgressLine line);

/// Asks at the terminal, and waits for a yes. Fails with Cancelled without one.
Result<> askYes(const std::string &question);

/// One line of text for a terminal: line ends and tabs become escapes, too.
std::string shownSafely(std::string_view text);
/// Columns that a safe text takes: two for a wide character, none for a combining one.
std::size_t columnsOf(std::string_view text);

bool isTerminal();
/// Columns of the terminal; a wide default when stdout is none.
int terminalWidth();
/// Lines of the terminal; 0 when stdout is none.
int terminalHeight();

/// Whether stdout is a pipe whose reader has gone.
bool isUnread();
/// Writes out what is held back. False when some of the output could not be written; when nobody reads it any more
/// (`fairleadctl ... | head`), that is no fault.
bool finishOutput();

} // namespace fairlead

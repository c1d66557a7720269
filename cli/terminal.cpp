// SPDX-License-Identifier: Apache-2.0
#include "cli/terminal.h"

#include "engine/domain/letter_case.h"

#include <algorithm>
#include <array>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cwchar>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

namespace fairlead {

namespace {
constexpr int widthElsewhere = 400;

[[gnu::format(printf, 1, 0)]] std::string formatted(const char *format, va_list values)
{
    va_list again;
    va_copy(again, values);
    const int size = std::vsnprintf(nullptr, 0, format, values);
    std::string text(static_cast<std::size_t>(std::max(size, 0)), '\0');
    std::vsnprintf(text.data(), text.size() + 1, format, again);
    va_end(again);
    return text;
}

void put(std::FILE *to, std::string_view text)
{
    std::fwrite(text.data(), 1, text.size(), to);
}

std::string shown(std::string_view text, LineEnds lineEnds)
{
    return terminalText(text, lineEnds, lettersOfTheLocale());
}

void addJsonEscape(std::string &to, char32_t unit)
{
    std::array<char, 8> escape {};
    std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(unit));
    to += escape.data();
}

/// JSON in which nothing acts on a terminal. Outside of its strings such a character can only be a carriage return.
std::string escapedJson(std::string_view json)
{
    const bool isAscii = lettersOfTheLocale() == Letters::Ascii;
    std::string safe;
    safe.reserve(json.size());
    while (!json.empty()) {
        const Character character = firstCharacter(json);
        const char32_t code = character.isValid ? character.code : 0xfffd;
        if (code == '\r') {
            safe += ' ';
        } else if (code == '\n' || code == '\t') {
            safe += static_cast<char>(code);
        } else if (character.isValid && !actsOnTerminal(code) && (code < 0x80 || !isAscii)) {
            safe += json.substr(0, character.bytes);
        } else if (code < 0x10000) {
            addJsonEscape(safe, code);
        } else {
            addJsonEscape(safe, 0xd800 + ((code - 0x10000) >> 10));
            addJsonEscape(safe, 0xdc00 + ((code - 0x10000) & 0x3ff));
        }
        json.remove_prefix(character.bytes);
    }
    return safe;
}
} // namespace

Letters lettersOfTheLocale()
{
    // Qt sets a locale of its own for the program; the environment says what the terminal shows.
    static const Letters letters = [] {
        for (const char *variable : {"LC_ALL", "LC_CTYPE", "LANG"}) {
            const char *name = std::getenv(variable);
            if (name == nullptr || *name == '\0')
                continue;
            const std::string locale = lower(name);
            const bool isUtf8 = locale.find("utf-8") != std::string::npos || locale.find("utf8") != std::string::npos;
            return isUtf8 ? Letters::All : Letters::Ascii;
        }
        return Letters::Ascii;
    }();
    return letters;
}

void say(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    put(stdout, shown(formatted(format, values), LineEnds::Kept));
    va_end(values);
}

void warn(const char *format, ...)
{
    va_list values;
    va_start(values, format);
    put(stderr, shown(formatted(format, values), LineEnds::Kept));
    va_end(values);
}

void writeBytes(std::string_view bytes)
{
    if (isTerminal())
        put(stdout, shown(bytes, LineEnds::Kept));
    else
        put(stdout, bytes);
}

void sayJson(std::string_view json)
{
    if (isTerminal())
        put(stdout, escapedJson(json));
    else
        put(stdout, json);
    put(stdout, "\n");
}

void draw(const std::string &text)
{
    put(stdout, text);
    std::fflush(stdout);
}

void showProgress(const std::string &text, ProgressLine line)
{
    if (isatty(STDERR_FILENO) != 0)
        put(stderr, "\r" + text + (line == ProgressLine::End ? "\n" : ""));
}

Result<> askYes(const std::string &question)
{
    warn("%s [y/N] ", question.c_str());
    const int c = std::getchar();
    if (c == 'y' || c == 'Y')
        return {};
    return failure(ErrorCode::Cancelled, "nothing was done");
}

std::string shownSafely(std::string_view text)
{
    return shown(text, LineEnds::Escaped);
}

std::size_t columnsOf(std::string_view text)
{
    std::size_t columns = 0;
    while (!text.empty()) {
        const Character character = firstCharacter(text);
        const int width = wcwidth(static_cast<wchar_t>(character.code));
        columns += static_cast<std::size_t>(width < 0 ? 1 : width);
        text.remove_prefix(character.bytes);
    }
    return columns;
}

bool isTerminal()
{
    return isatty(STDOUT_FILENO) != 0;
}

int terminalWidth()
{
    winsize size {};
    if (!isTerminal())
        return widthElsewhere;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return 80;
}

int terminalHeight()
{
    winsize size {};
    if (!isTerminal())
        return 0;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 ? size.ws_row : 24;
}

bool isUnread()
{
    pollfd out {STDOUT_FILENO, POLLOUT, 0};
    return poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

bool finishOutput()
{
    const bool isWritten = std::fflush(stdout) == 0 && std::ferror(stdout) == 0;
    return isWritten || isUnread();
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/error_title.h"

#include <algorithm>
#include <vector>

namespace fairlead {

namespace {
using Lines = std::vector<std::string_view>;
constexpr std::size_t none = std::string_view::npos;

std::string_view trimmed(std::string_view line)
{
    const std::size_t first = line.find_first_not_of(" \t\r");
    return first == none ? std::string_view() : line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

bool isIndented(std::string_view line)
{
    return line.starts_with(' ') || line.starts_with('\t');
}

Lines linesOf(std::string_view text)
{
    Lines lines;
    for (std::size_t from = 0; from <= text.size();) {
        const std::size_t end = std::min(text.find('\n', from), text.size());
        lines.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return lines;
}

/// The place of the last line for which `is` holds; `none` when there is none.
template <typename Is>
std::size_t lastOf(const Lines &lines, const Is &is)
{
    const auto found = std::find_if(lines.rbegin(), lines.rend(), is);
    return found == lines.rend() ? none : static_cast<std::size_t>(lines.rend() - found) - 1;
}

/// The first line behind the frames of the last trace. The beginning of a long trace may be cut off.
std::string_view pythonError(const Lines &lines)
{
    const std::size_t frame = lastOf(
        lines, [](std::string_view line) { return line.find("  File \"") != none && line.find(", line ") != none; });
    if (frame == none)
        return {};
    for (std::size_t at = frame + 1; at < lines.size(); ++at) {
        if (!isIndented(lines[at]) && !trimmed(lines[at]).empty())
            return trimmed(lines[at]);
    }
    return {};
}

/// "panic: ...", or "fatal error: ..." of its runtime.
std::string_view goError(const Lines &lines)
{
    const bool hasGoroutine =
        std::any_of(lines.begin(), lines.end(), [](std::string_view line) { return line.starts_with("goroutine "); });
    if (!hasGoroutine)
        return {};
    for (const std::string_view line : lines) {
        for (const std::string_view mark : {"panic: ", "fatal error: "}) {
            if (const std::size_t at = line.find(mark); at != none)
                return trimmed(line.substr(at + mark.size()));
        }
    }
    return {};
}

/// The line behind "thread 'x' panicked at FILE:LINE:COLUMN:"; before Rust 1.73 the quoted part of that line.
std::string_view rustError(const Lines &lines)
{
    constexpr std::string_view mark = "' panicked at ";
    const std::size_t at = lastOf(lines, [mark](std::string_view line) { return line.find(mark) != none; });
    if (at == none)
        return {};
    const std::string_view rest = trimmed(lines[at].substr(lines[at].find(mark) + mark.size()));
    const std::size_t end = rest.rfind("', ");
    if (rest.starts_with('\'') && end != none && end > 0)
        return rest.substr(1, end - 1);
    return at + 1 < lines.size() ? trimmed(lines[at + 1]) : std::string_view();
}

bool isFrame(std::string_view line)
{
    const std::string_view words = trimmed(line);
    return isIndented(line) && (words.starts_with("at ") || words.starts_with("from "));
}

/// "java.io.IOException: full", "TypeError: x is not a function", "Error [ERR_A]: b", "NullPointerException".
bool namesException(std::string_view line)
{
    const std::size_t end = std::min(line.find_first_of(": "), line.size());
    const std::string_view name = line.substr(0, end);
    return name.ends_with("Error") || name.ends_with("Exception") || name.ends_with("Throwable");
}

std::string_view withoutThread(std::string_view line)
{
    constexpr std::string_view mark = "Exception in thread \"";
    const std::size_t from = line.find(mark);
    const std::size_t end = from == none ? none : line.find("\" ", from + mark.size());
    return end == none ? line : line.substr(end + 2);
}

/// The line above the first frame ("at ..."): of Java the last cause; of a message of several lines the first.
std::string_view frameError(const Lines &lines)
{
    constexpr std::string_view cause = "Caused by: ";
    const auto frame = std::find_if(lines.begin(), lines.end(), isFrame);
    if (frame == lines.end())
        return {};
    const std::size_t last = lastOf(lines, [cause](std::string_view line) { return line.starts_with(cause); });
    if (last != none)
        return trimmed(lines[last].substr(cause.size()));
    std::string_view nearest;
    for (auto line = frame; line != lines.begin();) {
        const std::string_view words = withoutThread(trimmed(*--line));
        if (words.empty() && !nearest.empty())
            break;
        if (nearest.empty() || namesException(words))
            nearest = words;
        if (namesException(words))
            break;
    }
    return nearest;
}
} // namespace

std::string withoutEscapes(std::string_view text)
{
    constexpr char escape = '\x1b';
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] != escape) {
            plain += text[at++];
            continue;
        }
        const char kind = at + 1 < text.size() ? text[at + 1] : '\0';
        at = std::min(at + 2, text.size());
        if (kind == '[') { // up to its final byte
            while (at < text.size() && (text[at] < '@' || text[at] > '~') && text[at] != '\n')
                ++at;
            at += at < text.size() && text[at] != '\n' ? 1 : 0;
        } else if (kind == ']') { // a link or a title: up to BEL or ESC backslash
            while (at < text.size() && text[at] != '\a' && text[at] != escape && text[at] != '\n')
                ++at;
            at += at < text.size() && text[at] == '\a' ? 1 : 0;
        }
    }
    return plain;
}

std::string tracedError(std::string_view text)
{
    const std::string plain = withoutEscapes(text);
    const Lines lines = linesOf(plain);
    for (const auto find : {pythonError, goError, rustError, frameError}) {
        if (const std::string_view error = find(lines); !error.empty())
            return std::string(error);
    }
    return {};
}

std::string errorTitle(std::string_view text)
{
    if (std::string traced = tracedError(text); !traced.empty())
        return traced;
    const std::string plain = withoutEscapes(text);
    for (const std::string_view line : linesOf(plain)) {
        if (const std::string_view words = trimmed(line); !words.empty())
            return std::string(words);
    }
    return {};
}

} // namespace fairlead

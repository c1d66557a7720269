// SPDX-License-Identifier: Apache-2.0
#include "cli/table.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sys/ioctl.h>
#include <unistd.h>

namespace fairlead {

namespace {
constexpr int widthElsewhere = 400;

std::size_t columnsOf(const std::string &text)
{
    // One column for each character that is no continuation byte.
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

bool isNumber(const std::string &text)
{
    return !text.empty() && text.find_first_not_of("0123456789.+-% ") == std::string::npos;
}

std::string cutTo(const std::string &text, std::size_t columns)
{
    std::size_t seen = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80 && ++seen > columns)
            return text.substr(0, i);
    }
    return text;
}
} // namespace

std::string shownSafely(const std::string &text)
{
    std::string safe = text;
    for (char &c : safe) {
        if (static_cast<unsigned char>(c) < ' ' || c == 127)
            c = '?';
    }
    return safe;
}

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

int terminalWidth()
{
    winsize size {};
    if (isatty(STDOUT_FILENO) == 0)
        return widthElsewhere;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        return size.ws_col;
    return 80;
}

int terminalHeight()
{
    winsize size {};
    if (isatty(STDOUT_FILENO) == 0)
        return 0;
    return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 ? size.ws_row : 24;
}

bool isProgressShown()
{
    return isatty(STDERR_FILENO) != 0;
}

void Table::print() const
{
    for (const std::string &line : lines())
        std::printf("%s\n", line.c_str());
}

std::vector<std::string> Table::lines() const
{
    std::vector<std::string> all;
    std::vector<std::size_t> widths(m_rows.front().size());
    for (const auto &row : m_rows) {
        for (std::size_t i = 0; i < row.size(); ++i)
            widths[i] = std::max(widths[i], columnsOf(row[i]));
    }
    const bool isColoured = isatty(STDOUT_FILENO) != 0 && std::getenv("NO_COLOR") == nullptr;
    const auto most = static_cast<std::size_t>(terminalWidth());
    for (const auto &row : m_rows) {
        std::string line;
        for (std::size_t i = 0; i < row.size(); ++i) {
            const std::string pad(widths[i] - columnsOf(row[i]), ' ');
            const bool isLast = i + 1 == row.size();
            if (&row != &m_rows.front() && isNumber(row[i]))
                line += pad + shownSafely(row[i]);
            else
                line += shownSafely(row[i]) + (isLast ? "" : pad);
            line += isLast ? "" : "  ";
        }
        line = cutTo(line, most);
        if (isColoured && &row == &m_rows.front())
            line.insert(0, "\033[1m").append("\033[0m");
        all.push_back(std::move(line));
    }
    return all;
}

} // namespace fairlead

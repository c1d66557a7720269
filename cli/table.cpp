// SPDX-License-Identifier: Apache-2.0
#include "cli/table.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <numeric>
#include <sstream>
#include <utility>

namespace fairlead {

namespace {
constexpr std::size_t gap = 2; ///< between two columns

bool isNumber(const std::string &text)
{
    return !text.empty() && text.find_first_not_of("0123456789.+-% ") == std::string::npos;
}

/// Bytes of the letters that the columns hold.
std::size_t bytesWithin(const std::string &text, std::size_t columns)
{
    std::size_t kept = 0;
    for (std::size_t taken = 0; kept < text.size();) {
        const std::string_view rest = std::string_view(text).substr(kept);
        const std::size_t bytes = firstCharacter(rest).bytes;
        taken += columnsOf(rest.substr(0, bytes));
        if (taken > columns)
            break;
        kept += bytes;
    }
    return kept;
}

/// As much of a safe text as the columns hold, with a mark when it is cut.
std::string cutTo(const std::string &text, std::size_t columns)
{
    if (columnsOf(text) <= columns)
        return text;
    if (columns == 0)
        return {};
    return text.substr(0, bytesWithin(text, columns - 1))
        + (lettersOfTheLocale() == Letters::All ? "\xe2\x80\xa6" : "~");
}

/// A text is not cut to less, so that on narrow terminals, too, the first numbers stand beside a name.
std::size_t leastOf(Fit fit, std::size_t most)
{
    switch (fit) {
    case Fit::Whole:
        break;
    case Fit::Name:
        return std::clamp<std::size_t>(most / 2, 20, 40) - 8;
    case Fit::Cut:
        return std::clamp<std::size_t>(most / 4, 8, 16);
    }
    return std::numeric_limits<std::size_t>::max();
}

/// Columns that so many widths take side by side.
std::size_t sumOf(const std::vector<std::size_t> &widths)
{
    return std::accumulate(widths.begin(), widths.end(), std::size_t {0}) + gap * (widths.size() - 1);
}
} // namespace

std::string joined(const std::vector<std::string> &words)
{
    std::string text;
    for (const std::string &word : words)
        text += (text.empty() ? "" : " ") + word;
    return text;
}

std::vector<std::string> wrapped(const std::string &text, std::size_t columns)
{
    constexpr const char *indent = "  ";
    std::vector<std::string> lines;
    std::string line;
    std::istringstream words(text);
    for (std::string word; words >> word;) {
        std::string longer = line;
        longer.append(line.empty() ? "" : " ").append(word);
        if (!line.empty() && columnsOf(longer) > columns)
            lines.push_back(std::exchange(line, indent + word));
        else
            line = longer;
        while (columnsOf(line) > columns) {
            const std::size_t bytes = bytesWithin(line, columns);
            lines.push_back(line.substr(0, bytes));
            line = indent + line.substr(bytes);
        }
    }
    lines.push_back(line);
    return lines;
}

void sayLine(const std::string &text)
{
    const std::string safe = shownSafely(text);
    if (!isTerminal()) {
        say("%s\n", safe.c_str());
        return;
    }
    for (const std::string &line : wrapped(safe, static_cast<std::size_t>(std::max(terminalWidth(), 4))))
        say("%s\n", line.c_str());
}

void Table::add(std::vector<std::string> row)
{
    for (std::string &cell : row)
        cell = shownSafely(cell);
    m_rows.push_back(std::move(row));
}

std::vector<std::size_t> Table::fittedTo(std::size_t most) const
{
    std::vector<std::size_t> whole;
    std::vector<std::size_t> widths;
    whole.reserve(m_columns.size());
    widths.reserve(m_columns.size());
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const std::size_t head = m_columns[i].name.size();
        std::size_t width = head;
        for (const auto &row : m_rows)
            width = std::max(width, columnsOf(row[i]));
        whole.push_back(width);
        widths.push_back(std::min(width, std::max(head, leastOf(m_columns[i].fit, most))));
    }
    const auto markOf = [&] { return widths.size() < whole.size() ? std::string("  +99").size() : 0; };
    while (widths.size() > 1 && sumOf(widths) + markOf() > most)
        widths.pop_back();
    const std::size_t used = sumOf(widths) + markOf();
    std::size_t spare = most > used ? most - used : 0;
    for (std::size_t i = 0; i < widths.size(); ++i) {
        const std::size_t more = std::min(spare, whole[i] - widths[i]);
        widths[i] += more;
        spare -= more;
    }
    return widths;
}

void Table::print(Width width) const
{
    const auto most =
        width == Width::Any ? std::numeric_limits<std::size_t>::max() : static_cast<std::size_t>(terminalWidth());
    std::string text;
    for (const std::string &line : lines(most))
        text.append(line).append("\n");
    draw(text);
    std::string left;
    for (std::size_t i = fittedTo(most).size(); i < m_columns.size(); ++i)
        left.append(left.empty() ? "" : ", ").append(m_columns[i].name);
    if (left.empty())
        return;
    for (const std::string &line : wrapped("left out: " + left + "; -o wide shows all", most))
        warn("%s\n", line.c_str());
}

std::vector<std::string> Table::lines(std::size_t most) const
{
    const std::vector<std::size_t> widths = fittedTo(most);
    const bool isColoured = isTerminal() && std::getenv("NO_COLOR") == nullptr;
    std::vector<std::string> all;
    all.reserve(m_rows.size() + 1);
    const auto addLine = [&](const auto &cellOf, bool isHead) {
        std::string line;
        for (std::size_t i = 0; i < widths.size(); ++i) {
            const std::string cell = cutTo(cellOf(i), widths[i]);
            const std::string pad(widths[i] - std::min(widths[i], columnsOf(cell)), ' ');
            const bool isLast = i + 1 == widths.size();
            if (!isHead && m_columns[i].fit == Fit::Whole && isNumber(cell))
                line.append(pad).append(cell);
            else
                line.append(cell).append(isLast ? "" : pad);
            line.append(isLast ? 0 : gap, ' ');
        }
        if (isHead && widths.size() < m_columns.size())
            line += "  +" + std::to_string(m_columns.size() - widths.size());
        line = cutTo(line, most);
        if (isColoured && isHead)
            line.insert(0, "\033[1m").append("\033[0m");
        all.push_back(std::move(line));
    };
    addLine([&](std::size_t i) { return m_columns[i].name; }, true);
    for (const auto &row : m_rows)
        addLine([&](std::size_t i) { return row[i]; }, false);
    return all;
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/terminal.h"

#include <string>
#include <vector>

namespace fairlead {

/// The width that a table may have.
enum class Width {
    Terminal, ///< of the terminal, when there is one
    Any, ///< all columns, however wide
};

enum class Fit {
    Whole, ///< a column of the table stands whole, or not at all
    Name, ///< a long name may be cut, to leave room for others
    Cut, ///< its texts may be cut to less than a name
};
/// The head of a column.
struct Column
{
    Column(const char *head, Fit howItFits = Fit::Whole)
        : name(head)
        , fit(howItFits)
    {
    }
    std::string name;
    Fit fit;
};

/// A table for the terminal: aligned columns, the most important first. Where the terminal is narrow, long texts are
/// cut, and end with an ellipsis; then the last columns are left out, and the head ends with their number: "+2".
class Table
{
public:
    explicit Table(std::vector<Column> columns)
        : m_columns(std::move(columns))
    {
    }
    /// REQUIRES: as many cells as there are columns.
    void add(std::vector<std::string> row);
    /// To stdout. On stderr it says which columns are left out.
    void print(Width width = Width::Terminal) const;
    /// The head first, none wider than `most` columns. Numbers in columns that stand whole are at their right.
    std::vector<std::string> lines(std::size_t most) const;

private:
    /// The widths of the columns that are shown.
    std::vector<std::size_t> fittedTo(std::size_t most) const;

    std::vector<Column> m_columns;
    std::vector<std::vector<std::string>> m_rows;
};

/// With a space between each two.
std::string joined(const std::vector<std::string> &words);
/// A safe text in lines of at most `columns`, broken between words where that can be; all but the first are indented.
/// REQUIRES: columns > 3.
std::vector<std::string> wrapped(const std::string &text, std::size_t columns);
/// Prints a text as one line; on a terminal wrapped, and safe.
void sayLine(const std::string &text);

} // namespace fairlead

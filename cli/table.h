// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/result.h"

#include <string>
#include <vector>

namespace fairlead {

/// A table for the terminal: aligned columns, cut to the terminal's width, plain when it goes elsewhere.
class Table
{
public:
    explicit Table(std::vector<std::string> head)
        : m_rows {std::move(head)}
    {
    }
    void add(std::vector<std::string> row) { m_rows.push_back(std::move(row)); }
    /// To stdout.
    void print() const;
    /// The head first, each cut to the terminal's width. Numbers stand to the right.
    std::vector<std::string> lines() const;

private:
    std::vector<std::vector<std::string>> m_rows; ///< the first is the head
};

/// Control characters as '?', so that nothing acts on the terminal.
std::string shownSafely(const std::string &text);
/// With a space between each two.
std::string joined(const std::vector<std::string> &words);
/// Columns of the terminal; a wide default when stdout is none.
int terminalWidth();
/// Lines of the terminal; 0 when stdout is none.
int terminalHeight();
/// Whether stderr is a terminal, for progress lines.
bool isProgressShown();

} // namespace fairlead

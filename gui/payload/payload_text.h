// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <string>
#include <string_view>

namespace fairlead {

/// Bytes that can be shown in a text editor and come back as the very same bytes. Line ends are kept: all CR LF, or all
/// LF. Immutable value.
class PayloadText
{
public:
    /// Empty when the bytes would not survive an editor: not UTF-8, a NUL, mixed line ends, or Unicode's own
    /// separators.
    static std::optional<PayloadText> of(std::string_view bytes);
    const QString &text() const { return m_text; } ///< with \n
    /// The bytes of an edited text. `bytes(text())` are the original ones.
    std::string bytes(const QString &edited) const;

private:
    QString m_text;
    bool m_hasCarriageReturns = false;
};

/// 16 bytes a line: offset, hexadecimal, characters.
QString hexDump(std::string_view bytes, std::size_t offset = 0);

/// What differs, line by line: lines that went begin with '-', lines that came with '+', equal ones with ' ', long
/// equal stretches are left out. Longest common subsequence; texts of more than 1,500 lines are shown as replaced.
QString lineDiff(const QString &before, const QString &after);

} // namespace fairlead

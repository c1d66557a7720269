// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include <optional>
#include <string>
#include <string_view>

namespace fairlead {

/// Bytes that a text editor can show and give back unchanged. Line ends are kept: all CR LF, or all LF. Immutable
/// value.
class PayloadText
{
public:
    /// Empty when an editor would change the bytes: not UTF-8, a NUL, mixed line ends, or Unicode separators.
    static std::optional<PayloadText> of(std::string_view bytes);
    const QString &text() const { return m_text; } ///< lines end in \n
    /// The bytes of an edited text. `bytes(text())` gives the original bytes.
    std::string bytes(const QString &edited) const;

private:
    QString m_text;
    bool m_hasCarriageReturns = false;
};

/// A hexadecimal dump, 16 bytes a line: offset, hexadecimal, characters.
QString hexDump(std::string_view bytes, std::size_t offset = 0);

/// The difference of two texts by lines: '-' for removed, '+' for added, ' ' for equal lines; long equal stretches are
/// left out. Uses the longest common subsequence. Texts of more than 1,500 lines are shown as replaced.
QString lineDiff(const QString &before, const QString &after);

} // namespace fairlead

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/payload/payload_text.h"

#include <QStringDecoder>
#include <QStringList>

#include <algorithm>
#include <vector>

namespace fairlead {

namespace {
bool survivesEditor(const QString &text)
{
    return std::none_of(text.begin(), text.end(), [](QChar c) {
        const bool isControl = c.unicode() < 0x20 && c != QLatin1Char('\n') && c != QLatin1Char('\t');
        // Editors treat these as ends of lines or blocks, and drop a byte order mark.
        return isControl || c.unicode() == 0x2028 || c.unicode() == 0x2029 || c.unicode() == 0xfeff
            || (c.unicode() >= 0xfdd0 && c.unicode() <= 0xfdef) || c.unicode() >= 0xfffc;
    });
}

/// The lengths of the longest common subsequences of all pairs of tails.
std::vector<std::vector<int>> commonLengths(const QStringList &a, const QStringList &b)
{
    std::vector<std::vector<int>> table(
        static_cast<std::size_t>(a.size()) + 1, std::vector<int>(static_cast<std::size_t>(b.size()) + 1));
    for (qsizetype i = a.size() - 1; i >= 0; --i) {
        for (qsizetype k = b.size() - 1; k >= 0; --k) {
            const auto row = static_cast<std::size_t>(i);
            const auto column = static_cast<std::size_t>(k);
            table[row][column] = a[i] == b[k] ? table[row + 1][column + 1] + 1
                                              : std::max(table[row + 1][column], table[row][column + 1]);
        }
    }
    return table;
}

/// Removes equal lines that are far from any change.
QString shortened(const QStringList &lines)
{
    constexpr qsizetype near = 3;
    std::vector<bool> isShown(static_cast<std::size_t>(lines.size()));
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (lines[i].startsWith(QLatin1Char(' ')))
            continue;
        for (qsizetype k = std::max<qsizetype>(0, i - near); k <= std::min(lines.size() - 1, i + near); ++k)
            isShown[static_cast<std::size_t>(k)] = true;
    }
    QStringList kept;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (isShown[static_cast<std::size_t>(i)])
            kept.append(lines[i]);
        else if (kept.isEmpty() || kept.last() != QStringLiteral("  …"))
            kept.append(QStringLiteral("  …"));
    }
    return kept.join(QLatin1Char('\n'));
}
} // namespace

std::optional<PayloadText> PayloadText::of(std::string_view bytes)
{
    QStringDecoder decoder(
        QStringDecoder::Utf8, QStringDecoder::Flag::Stateless | QStringDecoder::Flag::ConvertInitialBom);
    PayloadText result;
    result.m_text = decoder.decode(QByteArrayView(bytes.data(), static_cast<qsizetype>(bytes.size())));
    if (decoder.hasError())
        return std::nullopt;
    const auto returns = result.m_text.count(QStringLiteral("\r\n"));
    if (returns > 0) {
        if (result.m_text.count(QLatin1Char('\n')) != returns)
            return std::nullopt;
        result.m_hasCarriageReturns = true;
        result.m_text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
    }
    if (!survivesEditor(result.m_text) || result.bytes(result.m_text) != bytes)
        return std::nullopt;
    return result;
}

std::string PayloadText::bytes(const QString &edited) const
{
    QString text = edited;
    if (m_hasCarriageReturns)
        text.replace(QLatin1Char('\n'), QStringLiteral("\r\n"));
    return text.toStdString();
}

QString hexDump(std::string_view bytes, std::size_t offset)
{
    constexpr std::size_t width = 16;
    QString dump;
    for (std::size_t line = 0; line < bytes.size(); line += width) {
        const std::string_view part = bytes.substr(line, width);
        dump += QStringLiteral("%1  ").arg(line + offset, 8, 16, QLatin1Char('0'));
        for (std::size_t i = 0; i < width; ++i) {
            dump += i < part.size()
                ? QStringLiteral("%1 ").arg(static_cast<unsigned char>(part[i]), 2, 16, QLatin1Char('0'))
                : QStringLiteral("   ");
            if (i == width / 2 - 1)
                dump += QLatin1Char(' ');
        }
        dump += QLatin1Char(' ');
        for (const char c : part)
            dump += c >= ' ' && c <= '~' ? QLatin1Char(c) : QLatin1Char('.');
        dump += QLatin1Char('\n');
    }
    return dump;
}

QString lineDiff(const QString &before, const QString &after)
{
    const QStringList old = before.split(QLatin1Char('\n'));
    const QStringList fresh = after.split(QLatin1Char('\n'));
    constexpr qsizetype linesMax = 1500;
    const bool isSmall = old.size() <= linesMax && fresh.size() <= linesMax;
    const auto table = isSmall ? commonLengths(old, fresh) : std::vector<std::vector<int>> {};
    QStringList lines;
    qsizetype i = 0;
    qsizetype k = 0;
    while (i < old.size() || k < fresh.size()) {
        const auto row = static_cast<std::size_t>(i);
        const auto column = static_cast<std::size_t>(k);
        const bool isEqual = isSmall && i < old.size() && k < fresh.size() && old[i] == fresh[k];
        if (isEqual) {
            lines.append(QStringLiteral("  ") + old[i]);
            ++i;
            ++k;
        } else if (i < old.size()
            && (k == fresh.size() || !isSmall || table[row + 1][column] >= table[row][column + 1])) {
            lines.append(QStringLiteral("- ") + old[i++]);
        } else {
            lines.append(QStringLiteral("+ ") + fresh[k++]);
        }
    }
    return shortened(lines);
}

} // namespace fairlead

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/why_words.h"

#include "gui/look/shown.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>
#include <QStringList>

namespace fairlead {

namespace {
/// Translation context of these texts.
struct WaitWords
{
    Q_DECLARE_TR_FUNCTIONS(WaitWords)
};

/// The engine writes full times in UTC. Here they take the form that the monitor uses.
QString withShownTimes(QString text, TimePoint now)
{
    static const QRegularExpression iso(QStringLiteral("\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z"));
    for (QRegularExpressionMatch match = iso.match(text); match.hasMatch(); match = iso.match(text)) {
        const QDateTime time = QDateTime::fromString(match.captured(), Qt::ISODateWithMs);
        const TimePoint point {Milliseconds {time.toMSecsSinceEpoch()}};
        text.replace(match.capturedStart(), match.capturedLength(), shownTime(point, now));
    }
    return text;
}
} // namespace

QString explainWait(const WhyView &why, TimePoint now)
{
    QStringList lines {WaitWords::tr("Why it waits:")};
    for (const WaitReason &reason : why.reasons)
        lines.append(QStringLiteral("• ") + withShownTimes(shown(reason.text), now));
    if (why.until && *why.until > now) {
        lines.append(WaitWords::tr("It may start at %1 at the earliest, in %2.")
                         .arg(shownTime(*why.until, now), shownDuration(*why.until - now)));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace fairlead

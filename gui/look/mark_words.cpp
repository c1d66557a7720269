// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/look/mark_words.h"

#include "gui/look/shown.h"

#include <QCoreApplication>

namespace fairlead {

namespace {
/// Translation context of these texts.
struct MarkWords
{
    Q_DECLARE_TR_FUNCTIONS(MarkWords)
};

QString kindOf(MarkKind kind)
{
    switch (kind) {
    case MarkKind::Note:
        return MarkWords::tr("note");
    case MarkKind::Started:
        return MarkWords::tr("engine started");
    case MarkKind::Reloaded:
        return MarkWords::tr("configuration reloaded");
    case MarkKind::Paused:
        return MarkWords::tr("paused");
    case MarkKind::Alert:
        return MarkWords::tr("alert raised");
    case MarkKind::Unknown:
        break;
    }
    return MarkWords::tr("mark of another kind");
}
} // namespace

QString glyphOf(MarkKind kind)
{
    switch (kind) {
    case MarkKind::Note:
        return QStringLiteral("◆");
    case MarkKind::Started:
        return QStringLiteral("▶");
    case MarkKind::Reloaded:
        return QStringLiteral("↻");
    case MarkKind::Paused:
        return QStringLiteral("‖");
    case MarkKind::Alert:
        return QStringLiteral("▲");
    case MarkKind::Unknown:
        break;
    }
    return QStringLiteral("?");
}

QString markWords(const Mark &mark, TimePoint now)
{
    QString words = glyphOf(mark.kind) + QLatin1Char(' ') + shownTime(mark.at, now) + QLatin1Char(' ');
    words += mark.who.empty() ? kindOf(mark.kind) : MarkWords::tr("%1 by %2").arg(kindOf(mark.kind), shown(mark.who));
    return mark.text.empty() ? words : words + QStringLiteral(": ") + shown(mark.text);
}

} // namespace fairlead

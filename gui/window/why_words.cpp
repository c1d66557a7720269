// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/why_words.h"

#include "gui/look/shown.h"
#include "gui/look/state_colors.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>
#include <QStringList>

#include <algorithm>

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

QString scopeOf(const WaitReason &reason)
{
    return shownScope({.queue = reason.queue, .tenant = reason.tenant});
}

QString pausedWords(const WaitReason &reason, TimePoint now)
{
    const QString since = shownTime(*reason.at, now);
    const QString words = reason.who.empty()
        ? WaitWords::tr("%1 is paused since %2").arg(scopeOf(reason), since)
        : WaitWords::tr("%1 is paused since %2 by %3").arg(scopeOf(reason), since, shown(reason.who));
    return reason.detail.empty() ? words : words + QStringLiteral(": ") + shown(reason.detail);
}

QString gateWords(const WaitReason &reason, TimePoint now)
{
    const QString kind = shown(reason.detail);
    if (reason.isOpen)
        return WaitWords::tr("%1 of %2 is open again; it held jobs a moment ago").arg(kind, scopeOf(reason));
    return reason.at ? WaitWords::tr("%1 of %2 is shut; the next start is at %3")
                           .arg(kind, scopeOf(reason), shownTime(*reason.at, now))
                     : WaitWords::tr("%1 of %2 is shut until a run ends").arg(kind, scopeOf(reason));
}

QString scheduledWords(const WaitReason &reason, TimePoint now)
{
    const QString due = shownTime(*reason.at, now);
    return reason.count > 0 ? WaitWords::tr("attempt %1 failed (%2); it is tried again at %3")
                                  .arg(shown(reason.count), shown(reason.detail), due)
                            : WaitWords::tr("its time comes at %1").arg(due);
}

QString turnWords(const WaitReason &reason, const WhyView &why, TimePoint now)
{
    const QString tenant = shown(reason.tenant->text());
    const int ahead = plural(reason.count);
    QString words = (reason.isAtLeast ? WaitWords::tr("at least %Ln job(s) of tenant %1 are before it", nullptr, ahead)
                                      : WaitWords::tr("%Ln job(s) of tenant %1 are before it", nullptr, ahead))
                        .arg(tenant);
    if (reason.queue && why.tenantsWaiting.value_or(0) > 1) {
        words += QStringLiteral("; ")
            + WaitWords::tr("%Ln tenant(s) take turns in queue %1", nullptr, plural(*why.tenantsWaiting))
                  .arg(shown(reason.queue->text()));
    }
    if (why.expected) {
        words += QStringLiteral("; ")
            + WaitWords::tr("at the rate of the last minute it starts in about %1")
                  .arg(shownDuration(std::max(*why.expected - now, Microseconds {0})));
    }
    return words;
}

/// Empty when the reason does not have what its words need.
QString wordsOf(const WaitReason &reason, const WhyView &why, TimePoint now)
{
    const int count = plural(reason.count);
    switch (reason.code) {
    case WaitCode::Stopping:
        return WaitWords::tr("the engine is stopping and starts nothing; the job is kept");
    case WaitCode::QueueNotConfigured:
        return reason.queue
            ? WaitWords::tr("queue %1 is not configured; the job is kept until it is").arg(shown(reason.queue->text()))
            : QString();
    case WaitCode::QueueUnserved:
        return reason.queue && reason.at
            ? WaitWords::tr("no worker has asked for jobs of queue %1 for %2")
                  .arg(shown(reason.queue->text()), shownDuration(std::max(now - *reason.at, Microseconds {0})))
            : QString();
    case WaitCode::Paused:
        return reason.at ? pausedWords(reason, now) : QString();
    case WaitCode::QueueAtCap:
        return reason.queue ? WaitWords::tr("%1 runs %Ln job(s), as many as it may at once (workers)", nullptr, count)
                                  .arg(scopeOf(reason))
                            : QString();
    case WaitCode::TenantAtCap:
        return reason.tenant
            ? WaitWords::tr("%1 runs %Ln job(s), as many as it may at once (concurrency)", nullptr, count)
                  .arg(scopeOf(reason))
            : QString();
    case WaitCode::TenantRate:
        return reason.tenant && reason.at ? WaitWords::tr("%1 has used up its rate; the next start is at %2")
                                                .arg(scopeOf(reason), shownTime(*reason.at, now))
                                          : QString();
    case WaitCode::GateShut:
        return reason.detail.empty() ? QString() : gateWords(reason, now);
    case WaitCode::Scheduled:
        return reason.at ? scheduledWords(reason, now) : QString();
    case WaitCode::Blocked:
        return WaitWords::tr("another job must end first");
    case WaitCode::Turn:
        return reason.tenant ? turnWords(reason, why, now) : QString();
    case WaitCode::Running:
        return reason.at ? WaitWords::tr("it runs since %1 on %2").arg(shownTime(*reason.at, now), shown(reason.who))
                         : QString();
    case WaitCode::Ended:
        return WaitWords::tr("it has ended: %1").arg(stateText(shownStateOf(why.state)));
    case WaitCode::Unknown:
        break;
    }
    return {};
}
} // namespace

QString explainWait(const WhyView &why, TimePoint now)
{
    QStringList lines {WaitWords::tr("Why it waits:")};
    for (const WaitReason &reason : why.reasons) {
        const QString words = wordsOf(reason, why, now);
        lines.append(QStringLiteral("• ") + (words.isEmpty() ? withShownTimes(shown(reason.text), now) : words));
    }
    if (why.until && *why.until > now) {
        lines.append(WaitWords::tr("It may start at %1 at the earliest, in %2.")
                         .arg(shownTime(*why.until, now), shownDuration(*why.until - now)));
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace fairlead

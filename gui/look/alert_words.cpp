// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/look/alert_words.h"

#include "gui/look/shown.h"

#include <QCoreApplication>
#include <QStringList>

#include <cmath>

namespace fairlead {

namespace {
/// Translation context of these texts.
struct AlertWords
{
    Q_DECLARE_TR_FUNCTIONS(AlertWords)
};
} // namespace

QString alertKindWords(AlertKind kind)
{
    switch (kind) {
    case AlertKind::OldestJob:
        return AlertWords::tr("wait of the oldest job");
    case AlertKind::Unserved:
        return AlertWords::tr("time without a worker");
    case AlertKind::Held:
        return AlertWords::tr("wait behind a gate");
    case AlertKind::Waiting:
        return AlertWords::tr("jobs that wait");
    case AlertKind::DeadLetters:
        return AlertWords::tr("jobs that died in a minute");
    case AlertKind::Failures:
        return AlertWords::tr("share of runs that failed");
    case AlertKind::Full:
        return AlertWords::tr("share of the room for waiting jobs");
    case AlertKind::Unknown:
        break;
    }
    return AlertWords::tr("unknown measure");
}

QString alertValueWords(AlertKind kind, double value)
{
    switch (unitOf(kind)) {
    case AlertUnit::Seconds:
        return shownDuration(Microseconds {std::llround(value * 1e6)});
    case AlertUnit::Jobs:
        return shown(std::llround(value));
    case AlertUnit::Share:
        return shownPercent(value);
    }
    return {};
}

QString alertWords(const AlertView &alert)
{
    const AlertRule &rule = alert.rule;
    return AlertWords::tr("%1: %2 is %3 (threshold %4)")
        .arg(shownScope({.queue = rule.queue, .tenant = rule.tenant}), alertKindWords(rule.kind),
            alertValueWords(rule.kind, alert.value), alertValueWords(rule.kind, rule.above));
}

QString raisedWords(const std::vector<AlertView> &alerts)
{
    constexpr qsizetype namedMax = 3;
    QStringList names;
    const AlertView *first = nullptr;
    for (const AlertView &alert : alerts) {
        if (!alert.raised)
            continue;
        first = first ? first : &alert;
        names.append(shown(alert.rule.name.text()));
    }
    if (!first)
        return {};
    if (names.size() == 1)
        return AlertWords::tr("Alert %1: %2").arg(names.front(), alertWords(*first));
    const QString count = AlertWords::tr("%Ln alert(s) raised", nullptr, plural(names.size()));
    return QStringLiteral("%1: %2%3")
        .arg(count, names.mid(0, namedMax).join(QStringLiteral(", ")),
            names.size() > namedMax ? QStringLiteral(", …") : QString());
}

} // namespace fairlead

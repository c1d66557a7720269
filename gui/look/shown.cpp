// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/look/shown.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <cmath>
#include <limits>

namespace fairlead {

namespace {
Zone zoneInUse = Zone::Local;

/// Translation context of these texts.
struct ShownText
{
    Q_DECLARE_TR_FUNCTIONS(ShownText)
};

QDateTime inZone(TimePoint time, Zone zone)
{
    const auto milliseconds = std::chrono::floor<Milliseconds>(time).time_since_epoch().count();
    return QDateTime::fromMSecsSinceEpoch(milliseconds, zone == Zone::Utc ? Qt::UTC : Qt::LocalTime);
}

/// At most three significant digits, without useless zeros.
QString shortNumber(double value)
{
    const int decimals = value >= 100 || value == std::floor(value) ? 0 : value >= 10 ? 1 : 2;
    return QLocale().toString(value, 'f', decimals);
}
} // namespace

void setShownZone(Zone zone)
{
    zoneInUse = zone;
}

Zone shownZone()
{
    return zoneInUse;
}

QString shown(const std::string &text)
{
    return QString::fromStdString(text);
}

QString shown(std::int64_t number)
{
    return QLocale().toString(static_cast<qlonglong>(number));
}

int plural(std::int64_t number)
{
    return static_cast<int>(std::min<std::int64_t>(number, std::numeric_limits<int>::max()));
}

QString shownRate(double perSecond)
{
    const int decimals = perSecond >= 10 || perSecond == 0 ? 0 : 1;
    return ShownText::tr("%1/s").arg(QLocale().toString(perSecond, 'f', decimals));
}

QString shownDuration(Microseconds duration)
{
    const auto micros = static_cast<double>(duration.count());
    if (micros < 1000)
        return ShownText::tr("%1 µs").arg(static_cast<qlonglong>(duration.count()));
    if (micros < 1e6)
        return ShownText::tr("%1 ms").arg(shortNumber(micros / 1e3));
    if (micros < 60e6)
        return ShownText::tr("%1 s").arg(shortNumber(micros / 1e6));
    const auto seconds = static_cast<qlonglong>(duration.count() / 1'000'000);
    const auto two = [](const char *both, const char *one, qlonglong large, qlonglong small) {
        return small > 0 ? ShownText::tr(both).arg(large).arg(small) : ShownText::tr(one).arg(large);
    };
    if (seconds < 3600)
        return two(QT_TRANSLATE_NOOP("ShownText", "%1 min %2 s"), QT_TRANSLATE_NOOP("ShownText", "%1 min"),
            seconds / 60, seconds % 60);
    if (seconds < 86'400)
        return two(QT_TRANSLATE_NOOP("ShownText", "%1 h %2 min"), QT_TRANSLATE_NOOP("ShownText", "%1 h"),
            seconds / 3600, seconds / 60 % 60);
    return two(QT_TRANSLATE_NOOP("ShownText", "%1 d %2 h"), QT_TRANSLATE_NOOP("ShownText", "%1 d"), seconds / 86'400,
        seconds / 3600 % 24);
}

QString shownPercent(double share)
{
    const double percent = share * 100;
    return ShownText::tr("%1 %").arg(QLocale().toString(percent, 'f', percent < 10 && percent > 0 ? 1 : 0));
}

QString shownBytes(std::int64_t bytes)
{
    return QLocale().formattedDataSize(bytes);
}

QString shownTime(TimePoint time, TimePoint now)
{
    const QDateTime there = inZone(time, zoneInUse);
    QString clock = there.toString(QStringLiteral("HH:mm:ss"));
    if (there.date() == inZone(now, zoneInUse).date())
        return clock;
    return QLocale().toString(there.date(), QLocale::ShortFormat) + QLatin1Char(' ') + clock;
}

QString shownTimeInFull(TimePoint time)
{
    return ShownText::tr("%1 local\n%2 UTC")
        .arg(
            inZone(time, Zone::Local).toString(Qt::ISODateWithMs), inZone(time, Zone::Utc).toString(Qt::ISODateWithMs));
}

QString shownIso(TimePoint time)
{
    return inZone(time, Zone::Utc).toString(Qt::ISODateWithMs);
}

QString shownAge(TimePoint then, TimePoint now)
{
    // The two clocks may differ, so an age is limited to 0 or more.
    const Microseconds age = std::max(now - then, Microseconds {0});
    if (age < std::chrono::seconds {1})
        return ShownText::tr("just now");
    // One unit is enough for an age.
    const Microseconds unit = age < std::chrono::minutes {1} ? Microseconds {std::chrono::seconds {1}}
        : age < std::chrono::hours {1}                       ? Microseconds {std::chrono::minutes {1}}
        : age < std::chrono::hours {24}                      ? Microseconds {std::chrono::hours {1}}
                                                             : Microseconds {std::chrono::hours {24}};
    return ShownText::tr("%1 ago").arg(shownDuration(age / unit * unit));
}

QString shownShort(const JobId &id)
{
    return QStringLiteral("…") + QString::fromStdString(id.text()).right(8);
}

QString shownPriority(Priority priority)
{
    switch (priority) {
    case Priority::Critical:
        return ShownText::tr("critical");
    case Priority::High:
        return ShownText::tr("high");
    case Priority::Normal:
        return ShownText::tr("normal");
    case Priority::Low:
        return ShownText::tr("low");
    case Priority::Background:
        return ShownText::tr("background");
    }
    return {};
}

QString shownRole(Role role)
{
    switch (role) {
    case Role::Viewer:
        return ShownText::tr("viewer");
    case Role::Operator:
        return ShownText::tr("operator");
    case Role::Admin:
        return ShownText::tr("admin");
    }
    return {};
}

QString shownScope(const Scope &scope)
{
    if (scope.queue && scope.tenant)
        return ShownText::tr("tenant %1 in queue %2").arg(shown(scope.tenant->text()), shown(scope.queue->text()));
    if (scope.queue)
        return ShownText::tr("queue %1").arg(shown(scope.queue->text()));
    if (scope.tenant)
        return ShownText::tr("tenant %1").arg(shown(scope.tenant->text()));
    return ShownText::tr("the engine");
}

} // namespace fairlead

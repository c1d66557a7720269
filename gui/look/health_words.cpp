// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/look/health_words.h"

#include "gui/look/shown.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace fairlead {

namespace {
/// Translation context of these texts.
struct HealthWords
{
    Q_DECLARE_TR_FUNCTIONS(HealthWords)
};

QString time(double seconds)
{
    return shownDuration(Microseconds {std::llround(std::abs(seconds) * 1e6)});
}
QString number(double value)
{
    return QLocale().toString(value, 'f', value == std::floor(value) ? 0 : 1);
}
QString bytes(double value)
{
    return shownBytes(std::llround(value));
}

QString wordsOfTenants(const HealthCause &cause)
{
    const QString value = shownPercent(cause.value);
    const QString threshold = shownPercent(cause.threshold);
    const QString count = shown(cause.count);
    const QString worst = shownScope({.queue = {}, .tenant = cause.tenant});
    const bool isOne = cause.count <= 1;
    if (cause.kind == HealthCauseKind::TenantFull)
        return isOne
            ? HealthWords::tr("%1: its room for waiting jobs is %2 full (threshold %3)").arg(worst, value, threshold)
            : HealthWords::tr("tenants whose room for waiting jobs is full: %1; the fullest: %2, at %3 (threshold %4)")
                  .arg(count, worst, value, threshold);
    return isOne
        ? HealthWords::tr("%1 got %2 of its fair share of worker time (threshold %3)").arg(worst, value, threshold)
        : HealthWords::tr("tenants that get too little: %1; the one with the least: %2, with %3 of its fair share of "
                          "worker time (threshold %4)")
              .arg(count, worst, value, threshold);
}

QString wordsOfBreaker(const HealthCause &cause, const QString &scope)
{
    return cause.target.empty() ? HealthWords::tr("%1: its circuit breaker is open").arg(scope)
                                : HealthWords::tr("%1: the circuit breaker is open for %2; open in all: %3")
                                      .arg(scope, shown(cause.target), number(cause.value));
}

QString wordsOfStore(const HealthCause &cause)
{
    if (cause.kind == HealthCauseKind::StoreLost)
        return HealthWords::tr(
            "the start of the engine %1 ago found that the log of the store was taken away: the jobs "
            "that were accepted last are gone")
            .arg(time(cause.value));
    return cause.count == 0 ? HealthWords::tr("the store failed: nothing is accepted until the engine is started again")
                            : HealthWords::tr("the store has taken no ends of runs for %1; ends that wait: %2")
                                  .arg(time(cause.value), shown(cause.count));
}

QString wordsOfClock(const HealthCause &cause)
{
    const QString ago = time(static_cast<double>(cause.count));
    return (cause.value < 0 ? HealthWords::tr("the clock was set back by %1, %2 ago (threshold %3)")
                            : HealthWords::tr("the clock was set forward by %1, %2 ago (threshold %3)"))
        .arg(time(cause.value), ago, time(cause.threshold));
}

QString wordsOf(const HealthCause &cause)
{
    const QString scope = shownScope({.queue = cause.queue, .tenant = cause.tenant});
    const double threshold = cause.threshold;
    switch (cause.kind) {
    case HealthCauseKind::StoreFailed:
    case HealthCauseKind::StoreLost:
        return wordsOfStore(cause);
    case HealthCauseKind::EngineFull:
    case HealthCauseKind::QueueFull:
        return HealthWords::tr("%1: its room for waiting jobs is %2 full (threshold %3)")
            .arg(scope, shownPercent(cause.value), shownPercent(threshold));
    case HealthCauseKind::DiskLow:
        return HealthWords::tr("the disk has room for %1 of new jobs (threshold %2)")
            .arg(bytes(cause.value), bytes(threshold));
    case HealthCauseKind::RestartLoop:
        return HealthWords::tr("restarts of the engine in 15 minutes: %1 (threshold %2)")
            .arg(number(cause.value), number(threshold));
    case HealthCauseKind::StoreSlow:
        return HealthWords::tr("the store is slow: one commit of a hundred takes %1 or more (threshold %2)")
            .arg(time(cause.value), time(threshold));
    case HealthCauseKind::QueueUnserved:
        return HealthWords::tr("%1: no worker has served it for %2 (threshold %3); jobs that wait: %4")
            .arg(scope, time(cause.value), time(threshold), shown(cause.count));
    case HealthCauseKind::BreakerOpen:
        return wordsOfBreaker(cause, scope);
    case HealthCauseKind::OldestJobOld:
        return HealthWords::tr("%1: the oldest job that may start has waited for %2 (threshold %3)")
            .arg(scope, time(cause.value), time(threshold));
    case HealthCauseKind::DeadLetterStorm:
        return HealthWords::tr("%1: jobs that died in 15 minutes: %2 (threshold %3)")
            .arg(scope, number(cause.value), number(threshold));
    case HealthCauseKind::FailureShare:
        return HealthWords::tr("%1: %2 of its runs failed in 15 minutes (threshold %3)")
            .arg(scope, shownPercent(cause.value), shownPercent(threshold));
    case HealthCauseKind::WorkersLost:
        return HealthWords::tr("%1: leases that ended without an answer in 15 minutes: %2 (threshold %3)")
            .arg(scope, number(cause.value), number(threshold));
    case HealthCauseKind::ArrivalsAboveDepartures:
        return HealthWords::tr("%1: for each job that leaves come %2 (threshold %3); jobs that wait: %4")
            .arg(scope, number(cause.value), number(threshold), shown(cause.count));
    case HealthCauseKind::TenantsShort:
    case HealthCauseKind::TenantFull:
        return wordsOfTenants(cause);
    case HealthCauseKind::HeldByGate:
        return HealthWords::tr("%1: jobs held by its %2: %3; the oldest waits for %4 (threshold %5)")
            .arg(scope, shown(cause.detail), shown(cause.count), time(cause.value), time(threshold));
    case HealthCauseKind::ClockStepped:
        return wordsOfClock(cause);
    case HealthCauseKind::PauseOld:
        return HealthWords::tr("%1: paused for %2 (threshold %3)").arg(scope, time(cause.value), time(threshold));
    case HealthCauseKind::Unknown:
        break;
    }
    return shown(cause.text);
}
} // namespace

QString healthWords(const HealthCause &cause)
{
    const QString words = wordsOf(cause);
    return cause.others > 0 ? HealthWords::tr("%1; others with the same trouble: %2").arg(words, shown(cause.others))
                            : words;
}

HealthPlace placeOf(HealthCauseKind kind)
{
    switch (kind) {
    case HealthCauseKind::QueueUnserved:
    case HealthCauseKind::QueueFull:
    case HealthCauseKind::BreakerOpen:
    case HealthCauseKind::OldestJobOld:
    case HealthCauseKind::ArrivalsAboveDepartures:
    case HealthCauseKind::HeldByGate:
        return HealthPlace::Jobs;
    case HealthCauseKind::DeadLetterStorm:
    case HealthCauseKind::FailureShare:
        return HealthPlace::DeadLetters;
    case HealthCauseKind::TenantsShort:
    case HealthCauseKind::TenantFull:
        return HealthPlace::Tenants;
    case HealthCauseKind::WorkersLost:
        return HealthPlace::Workers;
    case HealthCauseKind::StoreLost:
    case HealthCauseKind::RestartLoop:
    case HealthCauseKind::ClockStepped:
        return HealthPlace::Events;
    case HealthCauseKind::StoreFailed:
    case HealthCauseKind::EngineFull:
    case HealthCauseKind::DiskLow:
    case HealthCauseKind::StoreSlow:
    case HealthCauseKind::PauseOld:
    case HealthCauseKind::Unknown:
        break;
    }
    return HealthPlace::Settings;
}

QString placeWords(HealthPlace place)
{
    switch (place) {
    case HealthPlace::Jobs:
        return HealthWords::tr("Show jobs");
    case HealthPlace::Tenants:
        return HealthWords::tr("Show tenants");
    case HealthPlace::DeadLetters:
        return HealthWords::tr("Show dead letters");
    case HealthPlace::Workers:
        return HealthWords::tr("Show workers");
    case HealthPlace::Events:
        return HealthWords::tr("Show events");
    case HealthPlace::Settings:
        break;
    }
    return HealthWords::tr("Show settings");
}

} // namespace fairlead

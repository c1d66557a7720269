// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/models/hold_words.h"

#include "gui/look/shown.h"

#include <QCoreApplication>
#include <QStringList>

namespace fairlead {

namespace {
/// Translation context of these texts.
struct HoldWords
{
    Q_DECLARE_TR_FUNCTIONS(HoldWords)
};

QString causeOf(const TenantHold &hold, const TenantView &tenant)
{
    const QString queue = hold.queue ? shown(hold.queue->text()) : QString();
    switch (hold.kind) {
    case WaitCode::Paused:
        return HoldWords::tr("paused");
    case WaitCode::QueueNotConfigured:
        return hold.queue ? HoldWords::tr("queue %1 is not configured").arg(queue)
                          : HoldWords::tr("queues that are not configured");
    case WaitCode::QueueUnserved:
        return hold.queue ? HoldWords::tr("no worker asks for queue %1").arg(queue)
                          : HoldWords::tr("queues that no worker asks for");
    case WaitCode::TenantRate:
        return HoldWords::tr("its rate");
    case WaitCode::TenantAtCap:
        return HoldWords::tr("its concurrency, %1 of %2")
            .arg(shown(countOf(tenant.counts, JobState::Running)), shown(std::int64_t {tenant.limits.concurrency}));
    case WaitCode::GateShut:
        return hold.queue ? HoldWords::tr("%1 of queue %2").arg(shown(hold.gate), queue)
                          : HoldWords::tr("%1 of several queues").arg(shown(hold.gate));
    case WaitCode::Stopping:
    case WaitCode::QueueAtCap:
    case WaitCode::Scheduled:
    case WaitCode::Blocked:
    case WaitCode::Turn:
    case WaitCode::Running:
    case WaitCode::Ended:
    case WaitCode::Unknown:
        break;
    }
    return HoldWords::tr("something that this monitor does not know");
}

QString wordsOf(const TenantHold &hold, const TenantView &tenant)
{
    return HoldWords::tr("%n job(s): %1", nullptr, plural(hold.jobs)).arg(causeOf(hold, tenant));
}

QString pauseWords(const TenantView &tenant)
{
    return tenant.pause ? HoldWords::tr("paused") : QString();
}
} // namespace

QString holdWords(const TenantView &tenant)
{
    if (tenant.held.empty())
        return pauseWords(tenant);
    QStringList words;
    for (const TenantHold &hold : tenant.held)
        words.append(wordsOf(hold, tenant));
    return words.join(QStringLiteral("; "));
}

QString holdLines(const TenantView &tenant)
{
    if (tenant.held.empty())
        return pauseWords(tenant);
    QStringList lines;
    for (const TenantHold &hold : tenant.held) {
        const QString words = wordsOf(hold, tenant);
        lines.append(hold.until ? HoldWords::tr("%1; the next may start at %2").arg(words, shownTimeInFull(*hold.until))
                                : words);
    }
    return lines.join(QLatin1Char('\n'));
}

} // namespace fairlead

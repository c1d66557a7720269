// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/tenant_words.h"

#include "gui/acts/limit_words.h"
#include "gui/look/shown.h"

#include <QCoreApplication>
#include <QLocale>

namespace fairlead {

namespace {
/// Translation context of these texts.
struct ShareWords
{
    Q_DECLARE_TR_FUNCTIONS(ShareWords)
};
} // namespace

QString explainShare(const TenantView &tenant, const Snapshot &snapshot)
{
    if (snapshot.status.pause)
        return ShareWords::tr("The engine is paused: nobody's jobs start.");
    if (tenant.pause)
        return ShareWords::tr("The tenant is paused: none of its jobs start. The others share what it would have got.");
    const std::int64_t ready = countOf(tenant.counts, JobState::Ready);
    if (demandOf(tenant) == 0)
        return ShareWords::tr("It has nothing to do: no job of it waits or runs.");
    const double got = recentShare(tenant, snapshot.status);
    const double fair = fairShare(tenant, snapshot.tenants);
    const QString shares =
        ShareWords::tr("It got %1 of the worker time of the last minute; weight %2 is worth %3 among the "
                       "tenants with work.")
            .arg(shownPercent(got), QLocale().toString(tenant.limits.weight), shownPercent(fair));
    int rivals = 0;
    for (const TenantView &other : snapshot.tenants)
        rivals += other.tenant != tenant.tenant && demandOf(other) > 0 ? 1 : 0;
    if (ready == 0)
        return shares + QLatin1Char(' ') + ShareWords::tr("Nothing of it waits: it gets all that it asks for.");
    if (rivals == 0)
        return shares + QLatin1Char(' ') + ShareWords::tr("Nobody else has work: it may use every worker.");
    if (got > fair * 1.2)
        return shares + QLatin1Char(' ')
            + ShareWords::tr("It uses what others leave; as soon as they ask, it is held back.");
    if (ready <= snapshot.status.workers)
        return shares + QLatin1Char(' ') + ShareWords::tr("Hardly anything of it waits.");
    if (got < fair * 0.8 && (tenant.limits.rate || tenant.limits.concurrency > 0)) {
        return shares + QLatin1Char(' ')
            + ShareWords::tr("It gets less than it is due: its own limits (%1) may hold it back.")
                  .arg(limitWords(tenant.limits));
    }
    if (got < fair * 0.8) {
        return shares + QLatin1Char(' ')
            + ShareWords::tr(
                "It gets less than it is due: its queues may be paused or limited to few workers, or its work "
                "has only just arrived.");
    }
    return shares + QLatin1Char(' ')
        + ShareWords::tr("It gets what it is due; what still waits is more than its share.");
}

} // namespace fairlead

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/status_line.h"

#include "gui/charts/history_series.h"
#include "gui/look/plain_texts.h"
#include "gui/look/shown.h"
#include "gui/look/state_colors.h"

#include <QLabel>
#include <QLocale>
#include <QStatusBar>

#include <algorithm>
#include <sys/resource.h>
#include <utility>

namespace fairlead {

namespace {
Microseconds spentByThread()
{
    rusage used {};
    getrusage(RUSAGE_THREAD, &used);
    const auto timeOf = [](const timeval &time) {
        return std::chrono::seconds {time.tv_sec} + Microseconds {time.tv_usec};
    };
    return timeOf(used.ru_utime) + timeOf(used.ru_stime);
}

/// The beginning and the end of a long name.
QString shortName(const QString &name)
{
    constexpr qsizetype most = 24;
    constexpr qsizetype part = 11;
    return name.size() <= most ? name : name.left(part) + QStringLiteral("…") + name.right(part);
}
} // namespace

StatusLine::StatusLine(MonitorFeed &feed, QStatusBar *bar)
    : QObject(bar)
    , m_feed(feed)
    , m_cost(new PlainLabel)
    , m_link(new MarkupLabel)
    , m_rates(new PlainLabel)
    , m_times(new PlainLabel)
    , m_workers(new PlainLabel)
{
    m_link->setObjectName(QStringLiteral("linkState"));
    bar->addWidget(m_link);
    m_cost->setObjectName(QStringLiteral("uiCost"));
    m_cost->setToolTip(tr("What this window costs: the share of one processor core that its thread takes"));
    m_since = feed.clock().monotonicNow();
    m_spent = spentByThread();
    for (QLabel *label : {m_rates, m_times, m_workers, m_cost}) {
        label->setIndent(14);
        bar->addPermanentWidget(label);
    }
    connect(&feed, &MonitorFeed::ticked, this, &StatusLine::showLink);
    connect(&feed, &MonitorFeed::linkChanged, this, &StatusLine::showLink);
    connect(&feed, &MonitorFeed::frozenChanged, this, &StatusLine::showLink);
    connect(&feed, &MonitorFeed::updated, this, &StatusLine::showRates);
    showLink();
}

QString StatusLine::linkWords(const MonitorFeed &feed)
{
    const auto seconds = [](Microseconds time) {
        return QLocale().toString(std::chrono::duration<double>(time).count(), 'f', 1);
    };
    const TimePoint now = feed.clock().now();
    const QString last = feed.hasData() ? shownTime(now - feed.age(), now) : tr("never");
    switch (feed.link()) {
    case LinkState::Connecting:
        return tr("connecting");
    case LinkState::Stale:
        return tr("stale: no answer for %1 s, last at %2").arg(seconds(feed.age()), last);
    case LinkState::Lost:
        return tr("reconnecting in %1 s, last answer at %2").arg(seconds(feed.untilNextTry()), last);
    case LinkState::Refused:
        return tr("the token is refused");
    case LinkState::Live:
        break;
    }
    if (feed.isFrozen())
        return tr("frozen: showing %1").arg(shownTime(feed.snapshot().takenAt, now));
    return tr("live %1 s").arg(seconds(feed.age()));
}

void StatusLine::showLink()
{
    const bool isLive = m_feed.link() == LinkState::Live;
    const ShownState state = isLive              ? (m_feed.isFrozen() ? ShownState::Paused : ShownState::Running)
        : m_feed.link() == LinkState::Connecting ? ShownState::Unknown
                                                 : ShownState::Dead;
    const StateLook look = lookOf(state, m_link->palette());
    m_link->setText(QStringLiteral("&nbsp;<span style='color:%1'><b>●</b></span> %2")
                        .arg(look.colour.name(), linkWords(m_feed).toHtmlEscaped()));
}

double StatusLine::takeCost()
{
    const Microseconds spent = spentByThread();
    const MonotonicTime now = m_feed.clock().monotonicNow();
    const Microseconds passed = std::max(now - std::exchange(m_since, now), Microseconds {1});
    return 100 * static_cast<double>((spent - std::exchange(m_spent, spent)).count())
        / static_cast<double>(passed.count());
}

void StatusLine::showRates()
{
    const Snapshot &snapshot = m_feed.snapshot();
    if (const History *history = m_feed.histories().get({})) {
        const double in = recentRate(history, [](const FlowCounts &counts) { return counts.accepted; });
        m_rates->setText(tr("in %1   done %2").arg(shownRate(in), shownRate(recentRate(history, runsEnded))));
    }
    const TenantView *slowest = nullptr;
    for (const TenantView &tenant : snapshot.tenants) {
        if (!slowest || tenant.queueTime.p95 > slowest->queueTime.p95)
            slowest = &tenant;
    }
    m_times->setText(slowest && slowest->queueTime.count > 0
            ? tr("slowest tenant %1: queue p95 %2")
                  .arg(shortName(shown(slowest->tenant.text())), shownDuration(Microseconds {slowest->queueTime.p95}))
            : QString());
    m_times->setToolTip(slowest ? shown(slowest->tenant.text()) : QString());
    m_cost->setText(tr("UI %1 %").arg(QLocale().toString(takeCost(), 'f', 1)));
    m_workers->setText(m_feed.ownTenant()
            ? QString()
            : tr("%1/%n worker(s) busy ", nullptr, snapshot.status.workers).arg(snapshot.status.busy));
}

} // namespace fairlead

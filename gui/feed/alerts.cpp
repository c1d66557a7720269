// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/alerts.h"

#include "gui/look/alert_words.h"
#include "gui/look/shown.h"

namespace fairlead {

namespace {
constexpr Microseconds minute = std::chrono::minutes {1};
constexpr int minutesBefore = 9;
constexpr std::int64_t deadLeast = 10;
constexpr std::int64_t timesMore = 3;
/// Ten minutes in steps of ten seconds. Charts of the engine have other steps.
const HistoryKey watchedHistory {.step = std::chrono::seconds {10}};
} // namespace

bool isDeadSpike(const History &history)
{
    std::int64_t recent = 0;
    std::int64_t before = 0;
    for (const HistoryPoint &point : history.points) {
        const Microseconds age = history.until - point.at;
        if (age <= minute)
            recent += point.counts.dead;
        else if (age <= minute * (minutesBefore + 1))
            before += point.counts.dead;
    }
    return recent >= deadLeast && recent * minutesBefore >= timesMore * before;
}

Alerts::Alerts(MonitorFeed &feed, QObject *parent)
    : QObject(parent)
    , m_feed(feed)
{
    connect(&feed, &MonitorFeed::linkChanged, this, &Alerts::followLink);
    connect(&feed, &MonitorFeed::updated, this, &Alerts::followDead);
    connect(&feed, &MonitorFeed::updated, this, &Alerts::followRules);
}

void Alerts::followLink()
{
    if (m_feed.link() == LinkState::Live) {
        m_wasLive = true;
    } else if (m_feed.link() == LinkState::Lost && m_wasLive) {
        m_wasLive = false;
        Q_EMIT raised(tr("The engine does not answer"), m_feed.trouble());
    }
}

void Alerts::followDead()
{
    const MonotonicTime now = m_feed.snapshot().takenOn;
    const bool isQuiet = m_lastSpike && now - *m_lastSpike < quietAfterSpike;
    const History *history = m_feed.histories().get(watchedHistory);
    if (isQuiet || !history || !isDeadSpike(*history))
        return;
    m_lastSpike = now;
    Q_EMIT raised(tr("Many jobs die"), tr("Ten or more in the last minute, three times as many as before"));
}

/// Alerts that are raised when the monitor begins are in its list; they are no news.
void Alerts::followRules()
{
    std::set<std::string> now;
    for (const AlertView &alert : m_feed.snapshot().alerts) {
        if (!alert.raised)
            continue;
        const std::string &name = alert.rule.name.text();
        now.insert(name);
        if (m_raised && !m_raised->contains(name))
            Q_EMIT raised(tr("Alert %1").arg(shown(name)), alertWords(alert));
    }
    m_raised = std::move(now);
}

} // namespace fairlead

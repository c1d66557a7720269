// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/feed/alerts.h"

#include <cmath>

namespace fairlead {

namespace {
constexpr Microseconds minute = std::chrono::minutes {1};
constexpr int minutesBefore = 9;
constexpr double deadLeast = 10;
constexpr double timesMore = 3;
} // namespace

bool isDeadSpike(const Samples &samples)
{
    if (samples.all().size() < 2)
        return false;
    const MonotonicTime now = samples.all().back().at;
    double recent = 0;
    double before = 0;
    const Sample *last = nullptr;
    for (const Sample &sample : samples.all()) {
        if (last && now - last->at <= minute * (minutesBefore + 1)) {
            const auto seconds = std::chrono::duration<double>(sample.at - last->at).count();
            (now - sample.at < minute ? recent : before) += sample.deadPerSecond * seconds;
        }
        last = &sample;
    }
    return std::round(recent) >= deadLeast && recent >= timesMore * before / minutesBefore;
}

Alerts::Alerts(MonitorFeed &feed, QObject *parent)
    : QObject(parent)
    , m_feed(feed)
{
    connect(&feed, &MonitorFeed::linkChanged, this, &Alerts::followLink);
    connect(&feed, &MonitorFeed::updated, this, &Alerts::followDead);
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
    if (isQuiet || !isDeadSpike(m_feed.samples()))
        return;
    m_lastSpike = now;
    Q_EMIT raised(tr("Many jobs die"), tr("Ten or more in the last minute, three times as many as before"));
}

} // namespace fairlead

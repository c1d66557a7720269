// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/monitor_feed.h"

namespace fairlead {

/// Whether dead letters come much faster than they did: ten or more in the last minute, and three times as many as in
/// a minute of the nine before.
bool isDeadSpike(const Samples &samples);

/// What a person wants to hear of also while not looking: the engine is gone, dead letters pour in. Threads: GUI.
class Alerts final : public QObject
{
    Q_OBJECT
public:
    static constexpr Milliseconds quietAfterSpike {600'000};

    Alerts(MonitorFeed &feed, QObject *parent);

Q_SIGNALS:
    void raised(const QString &title, const QString &text);

private:
    void followLink();
    void followDead();

    MonitorFeed &m_feed;
    bool m_wasLive = false;
    std::optional<MonotonicTime> m_lastSpike;
};

} // namespace fairlead

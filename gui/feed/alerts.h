// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/monitor_feed.h"

namespace fairlead {

/// Whether dead letters appear much faster than before: ten or more in the last minute, and three times as many as in
/// an average minute of the nine before.
bool isDeadSpike(const History &history);

/// Raises an alert when the engine is gone, and when dead letters appear much faster than before. It works also while
/// the window is hidden. Threads: GUI.
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

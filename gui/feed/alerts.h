// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/monitor_feed.h"

#include <set>

namespace fairlead {

/// Whether dead letters appear much faster than before: ten or more in the last minute, and three times as many as in
/// an average minute of the nine before.
bool isDeadSpike(const History &history);

/// Tells when the engine is gone, when dead letters appear much faster than before, and when an alert is raised that
/// somebody set up in the engine. It works also while the window is hidden. Threads: GUI.
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
    void followRules();

    MonitorFeed &m_feed;
    bool m_wasLive = false;
    std::optional<MonotonicTime> m_lastSpike;
    std::optional<std::set<std::string>> m_raised; ///< names, of the last snapshot; empty: none yet
};

} // namespace fairlead

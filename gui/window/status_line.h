// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/monitor_feed.h"

#include <QObject>

class QLabel;
class QStatusBar;

namespace fairlead {

/// The status bar: the age of the data, and the rates. Threads: GUI.
class StatusLine final : public QObject
{
    Q_OBJECT
public:
    StatusLine(MonitorFeed &feed, QStatusBar *bar);
    /// The age of the data in words: "live 0.3 s", "stale, last 14:03:20" and so on.
    static QString linkWords(const MonitorFeed &feed);

private:
    void showLink();
    void showRates();
    /// The share of one core that this thread has used since the last call, in percent.
    double takeCost();
    MonitorFeed &m_feed;
    MonotonicTime m_since;
    Microseconds m_spent {0}; ///< processor time of this thread
    QLabel *m_cost = nullptr;
    QLabel *m_link = nullptr;
    QLabel *m_rates = nullptr;
    QLabel *m_times = nullptr;
    QLabel *m_workers = nullptr;
};

} // namespace fairlead

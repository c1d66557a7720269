// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/monitor_feed.h"
#include "gui/look/figures.h"

#include <QWidget>

class QLabel;

namespace fairlead {

class ChartPanel;
class MainActions;

/// One tenant: its limits, the reason for its share, and its queue and run times. Threads: GUI.
class TenantPanel final : public QWidget
{
    Q_OBJECT
public:
    TenantPanel(MonitorFeed &feed, const MainActions &actions, QWidget *parent = nullptr);
    void show(const TenantName &tenant);

Q_SIGNALS:
    /// The person wants the jobs of this tenant behind a figure.
    void figureChosen(fairlead::Figure figure, const fairlead::Scope &scope);

private:
    void showNow();
    MonitorFeed &m_feed;
    std::optional<TenantName> m_tenant;
    QLabel *m_title = nullptr;
    QLabel *m_why = nullptr;
    QLabel *m_numbers = nullptr;
    QLabel *m_limits = nullptr;
    ChartPanel *m_queueTime = nullptr;
    ChartPanel *m_runTime = nullptr;
};

} // namespace fairlead

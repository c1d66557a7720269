// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/monitor_feed.h"
#include "gui/look/figures.h"

#include <QDockWidget>

class QStackedWidget;

namespace fairlead {

enum class ActionId;
class JobPanel;
class MainActions;
class TenantPanel;

/// Shows the selected job or tenant in full. Threads: GUI.
class Inspector final : public QDockWidget
{
    Q_OBJECT
public:
    Inspector(MonitorFeed &feed, const MainActions &actions, QWidget *parent);
    void showJob(const JobId &id);
    void showTenant(const TenantName &tenant);
    void showNothing();
    /// Fetches the job that is shown again.
    void refreshJob();
    const JobPanel &job() const { return *m_job; }

Q_SIGNALS:
    void jobSeen(const fairlead::JobRecord &record);
    void actWanted(fairlead::ActionId act, const fairlead::JobRecord &job);
    /// The person wants the jobs of this scope behind a figure.
    void figureChosen(fairlead::Figure figure, const fairlead::Scope &scope);

private:
    QStackedWidget *m_stack = nullptr;
    JobPanel *m_job = nullptr;
    TenantPanel *m_tenant = nullptr;
};

} // namespace fairlead

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/acts/engine_acts.h"
#include "gui/feed/operations_feed.h"

#include <QDockWidget>

class QPushButton;
class QTableView;

namespace fairlead {

class OperationsModel;
class ReplayLine;
class TableHint;

/// The engine's operations, their progress, what became of retried jobs, and a button that cancels one. Threads: GUI.
class OperationsDock final : public QDockWidget
{
    Q_OBJECT
public:
    OperationsDock(MonitorFeed &feed, EngineActs &acts, QWidget *parent);
    ReplayLine *replayLine() const { return m_replay; }

private:
    /// Follows the selected retry, or the newest one.
    void followReplay();
    /// The selected operation if it is running, else the newest running one.
    const Operation *cancellable() const;
    void followLink();

    MonitorFeed &m_feed;
    EngineActs &m_acts;
    OperationsFeed *m_operations = nullptr;
    OperationsModel *m_model = nullptr;
    QTableView *m_table = nullptr;
    TableHint *m_hint = nullptr;
    QPushButton *m_cancel = nullptr;
    ReplayLine *m_replay = nullptr;
};

} // namespace fairlead

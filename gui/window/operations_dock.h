// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/acts/engine_acts.h"
#include "gui/feed/operations_feed.h"

#include <QDockWidget>

class QPushButton;
class QTableView;

namespace fairlead {

class OperationsModel;
class TableHint;

/// The engine's operations, their progress, and a button that cancels one. Threads: GUI.
class OperationsDock final : public QDockWidget
{
    Q_OBJECT
public:
    OperationsDock(MonitorFeed &feed, EngineActs &acts, QWidget *parent);

private:
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
};

} // namespace fairlead

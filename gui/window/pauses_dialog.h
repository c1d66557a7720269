// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/acts/engine_acts.h"
#include "gui/models/keyed_table_model.h"

#include <QDialog>

class QPushButton;
class QTableView;

namespace fairlead {

class TableHint;

/// One pause, as a row. The key orders them: the engine, queues, tenants, tenants in queues.
struct PauseRow
{
    Pause pause;
    std::pair<std::string, std::string> key() const;
};

/// The pauses in force. Threads: GUI.
class PausesModel final : public KeyedTableModel<PauseRow>
{
    Q_OBJECT
public:
    enum Column { What, By, Since, Reason, ColumnCount };
    PausesModel(const Clock &clock, QObject *parent);
    void show(const std::vector<Pause> &pauses);
};

/// Lists every pause. Each can be lifted by itself. Threads: GUI.
class PausesDialog final : public QDialog
{
    Q_OBJECT
public:
    PausesDialog(MonitorFeed &feed, EngineActs &acts, QWidget *parent);

private:
    void showData();
    void followChoice();
    void resumeChosen();

    MonitorFeed &m_feed;
    EngineActs &m_acts;
    PausesModel *m_model = nullptr;
    QTableView *m_table = nullptr;
    TableHint *m_hint = nullptr;
    QPushButton *m_resume = nullptr;
};

} // namespace fairlead

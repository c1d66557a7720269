// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/acts/engine_acts.h"
#include "gui/models/keyed_table_model.h"

#include <QDialog>

class QPushButton;
class QTableView;

namespace fairlead {

class TableHint;

/// One alert, as a row.
struct AlertRow
{
    AlertView alert;
    const std::string &key() const { return alert.rule.name.text(); }
};

/// The alerts of the engine. Threads: GUI.
class AlertsModel final : public KeyedTableModel<AlertRow>
{
    Q_OBJECT
public:
    enum Column { Name, State, Watched, Value, Threshold, Since, ColumnCount };
    AlertsModel(const Clock &clock, QObject *parent);
    void show(const std::vector<AlertView> &alerts);
};

/// Lists the alerts, and sets them up. Threads: GUI.
class AlertsDialog final : public QDialog
{
    Q_OBJECT
public:
    AlertsDialog(MonitorFeed &feed, EngineActs &acts, QWidget *parent);

private:
    void showData();
    void followChoice();
    /// Empty when none is chosen.
    std::optional<AlertRule> chosen() const;
    void addOne();
    void changeChosen();
    void removeChosen();

    MonitorFeed &m_feed;
    EngineActs &m_acts;
    AlertsModel *m_model = nullptr;
    QTableView *m_table = nullptr;
    TableHint *m_hint = nullptr;
    QPushButton *m_add = nullptr;
    QPushButton *m_change = nullptr;
    QPushButton *m_remove = nullptr;
};

} // namespace fairlead

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/acts/engine_acts.h"
#include "gui/models/config_model.h"
#include "gui/pages/table_dress.h"

#include <QLineEdit>
#include <QPushButton>
#include <QWidget>

namespace fairlead {

/// The configuration in force, and a button for a reload. It is fetched when the page is first shown, after each
/// change, and at a refresh. Threads: GUI.
class ConfigPanel final : public QWidget
{
    Q_OBJECT
public:
    ConfigPanel(MonitorFeed &feed, EngineActs &acts);
    /// The link has changed, or a snapshot has arrived.
    void showData();
    void reload();
    QWidget *filterField() { return m_filter; }

private:
    MonitorFeed &m_feed;
    ConfigModel *const m_model;
    QTableView *const m_table;
    TableHint *const m_hint;
    QLineEdit *const m_filter;
    QPushButton *const m_reread;
    bool m_isAsked = false;
};

} // namespace fairlead

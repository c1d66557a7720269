// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/acts/job_choice.h"

#include <QWidget>

class QAction;
class QHBoxLayout;
class QLabel;
class QPushButton;

namespace fairlead {

class JobTable;

/// Below a list of jobs: the number of chosen ones, and buttons that act on them. Hidden while fewer than two are
/// chosen. Threads: GUI.
class SelectionBar final : public QWidget
{
    Q_OBJECT
public:
    explicit SelectionBar(JobTable *table);
    /// Adds a button of the action, with its present text.
    void offer(QAction *action);
    void show(const JobChoice &choice);

private:
    JobTable *const m_table;
    QLabel *m_words = nullptr;
    QPushButton *m_all = nullptr;
    QHBoxLayout *m_buttons = nullptr;
};

} // namespace fairlead

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QPoint>
#include <QTimer>

class QSortFilterProxyModel;
class QTableView;

namespace fairlead {

/// Keeps a table sorted whose rows change all the time. The first snapshots are sorted at once. Later, rows are sorted
/// every five seconds, not under a mouse that moves, and not beside an open editor. Threads: GUI.
class SteadyOrder final : public QObject
{
    Q_OBJECT
public:
    /// Borrows both; the table owns this.
    SteadyOrder(QTableView *table, QSortFilterProxyModel *rows);
    /// A snapshot was shown; the table had `before` rows.
    void shown(int before);

private:
    void sort();
    void sortAgain();
    QTableView *const m_table;
    QSortFilterProxyModel *const m_rows;
    int m_settled = 0; ///< number of snapshots shown
    QPoint m_mouse; ///< where it was when the rows were last to be sorted
    QTimer m_timer;
};

} // namespace fairlead

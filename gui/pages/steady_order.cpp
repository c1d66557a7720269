// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/steady_order.h"

#include <QApplication>
#include <QCursor>
#include <QSortFilterProxyModel>
#include <QTableView>

#include <utility>

namespace fairlead {

namespace {
constexpr std::chrono::seconds sortEvery {5};
constexpr int settling = 10; ///< snapshots
} // namespace

SteadyOrder::SteadyOrder(QTableView *table, QSortFilterProxyModel *rows)
    : QObject(table)
    , m_table(table)
    , m_rows(rows)
{
    m_timer.setInterval(sortEvery);
    connect(&m_timer, &QTimer::timeout, this, &SteadyOrder::sortAgain);
    m_timer.start();
}

void SteadyOrder::shown(int before)
{
    // A new row has come at the end.
    const bool hasNewRows = m_rows->rowCount() > before && !m_table->viewport()->underMouse();
    if (before == 0 || m_settled < settling || hasNewRows)
        sort();
    ++m_settled;
}

void SteadyOrder::sort()
{
    m_rows->sort(m_rows->sortColumn(), m_rows->sortOrder());
}

void SteadyOrder::sortAgain()
{
    // The focus is inside the viewport while an editor is open.
    const QWidget *focus = QApplication::focusWidget();
    const bool isEdited = focus && focus != m_table && m_table->isAncestorOf(focus);
    const bool isMouseMoving = std::exchange(m_mouse, QCursor::pos()) != QCursor::pos();
    if (m_table->isVisible() && !isEdited && !(isMouseMoving && m_table->viewport()->underMouse()))
        sort();
}

} // namespace fairlead

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/table_dress.h"

#include <QEvent>
#include <QHeaderView>

namespace fairlead {

void dressTable(QTableView &table, const QString &accessibleName)
{
    table.setAccessibleName(accessibleName);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.setSelectionMode(QAbstractItemView::ExtendedSelection);
    table.setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    table.setAlternatingRowColors(true);
    table.setShowGrid(false);
    table.setWordWrap(false);
    table.setTabKeyNavigation(false);
    table.setContextMenuPolicy(Qt::ActionsContextMenu);
    table.setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table.setMinimumHeight(90);
    table.verticalHeader()->hide();
    table.verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table.verticalHeader()->setDefaultSectionSize(table.fontMetrics().height() + 10);
    QHeaderView *header = table.horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setMinimumSectionSize(table.fontMetrics().horizontalAdvance(QLatin1Char('0')) * 5);
}

void setColumnWidths(QTableView &table, const std::vector<int> &characters, int stretched)
{
    const int unit = table.fontMetrics().horizontalAdvance(QLatin1Char('0'));
    for (std::size_t i = 0; i < characters.size(); ++i)
        table.setColumnWidth(static_cast<int>(i), characters[i] * unit + 10);
    if (stretched >= 0)
        table.horizontalHeader()->setSectionResizeMode(stretched, QHeaderView::Stretch);
    else
        table.horizontalHeader()->setStretchLastSection(true);
}

TableHint::TableHint(QTableView *table)
    : QLabel(table->viewport())
    , m_table(table)
{
    setAlignment(Qt::AlignCenter);
    setWordWrap(true);
    setMargin(24);
    setEnabled(false);
    setAttribute(Qt::WA_TransparentForMouseEvents);
    table->viewport()->installEventFilter(this);
    hide();
}

void TableHint::setHint(const QString &text)
{
    setText(text);
    const bool isEmpty = !m_table->model() || m_table->model()->rowCount() == 0;
    setVisible(isEmpty && !text.isEmpty());
    place();
}

bool TableHint::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize)
        place();
    return QLabel::eventFilter(watched, event);
}

void TableHint::place()
{
    setGeometry(m_table->viewport()->rect());
}

} // namespace fairlead

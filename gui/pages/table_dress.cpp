// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/table_dress.h"

#include <QEvent>
#include <QHeaderView>

#include <algorithm>

namespace fairlead {

namespace {
/// Gives one column of a table what the others leave.
class ColumnGrower final : public QObject
{
public:
    ColumnGrower(QTableView *table, int column)
        : QObject(table)
        , m_table(table)
        , m_column(column)
        , m_least(table->columnWidth(column))
    {
        table->viewport()->installEventFilter(this);
    }
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Resize) {
            int others = 0;
            for (int i = 0; i < m_table->model()->columnCount(); ++i)
                others += i == m_column || m_table->isColumnHidden(i) ? 0 : m_table->columnWidth(i);
            m_table->setColumnWidth(m_column, std::max(m_least, m_table->viewport()->width() - others));
        }
        return QObject::eventFilter(watched, event);
    }

private:
    QTableView *const m_table;
    const int m_column;
    const int m_least;
};
} // namespace

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

void setColumnWidths(QTableView &table, const std::vector<int> &characters, int growing)
{
    const int unit = table.fontMetrics().horizontalAdvance(QLatin1Char('0'));
    for (std::size_t i = 0; i < characters.size(); ++i)
        table.setColumnWidth(static_cast<int>(i), characters[i] * unit + 10);
    new ColumnGrower(&table, growing);
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

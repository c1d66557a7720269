// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/table_dress.h"

#include <QDoubleSpinBox>
#include <QEvent>
#include <QHeaderView>
#include <QMenu>

#include <algorithm>

namespace fairlead {

namespace {
/// Gives one column the width that the others leave.
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
        connect(table->horizontalHeader(), &QHeaderView::sectionResized, this, [this](int resized) {
            if (resized != m_column)
                grow();
        });
    }
    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (event->type() == QEvent::Resize)
            grow();
        return QObject::eventFilter(watched, event);
    }

private:
    void grow()
    {
        if (m_table->isColumnHidden(m_column))
            return;
        int others = 0;
        for (int i = 0; i < m_table->model()->columnCount(); ++i)
            others += i == m_column ? 0 : m_table->columnWidth(i);
        m_table->setColumnWidth(m_column, std::max(m_least, m_table->viewport()->width() - others));
    }
    QTableView *const m_table;
    const int m_column;
    const int m_least;
};

QString headerText(const QTableView &table, int column)
{
    return table.model()->headerData(column, Qt::Horizontal).toString();
}

/// Lets the person choose columns. The first one always stays, because it names the row.
void offerColumns(QTableView &table, const QPoint &at)
{
    auto *menu = new QMenu(&table);
    menu->setObjectName(QStringLiteral("columnsMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = 1; column < table.model()->columnCount(); ++column) {
        QAction *action = menu->addAction(headerText(table, column));
        action->setCheckable(true);
        action->setChecked(!table.isColumnHidden(column));
        QObject::connect(
            action, &QAction::toggled, &table, [&table, column](bool isOn) { table.setColumnHidden(column, !isOn); });
    }
    menu->popup(table.horizontalHeader()->mapToGlobal(at));
}
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
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    QObject::connect(
        header, &QWidget::customContextMenuRequested, &table, [&table](const QPoint &at) { offerColumns(table, at); });
}

void chooseFirstRow(QTableView &table)
{
    const QModelIndex first = table.model()->index(0, 0);
    if (first.isValid())
        table.selectionModel()->setCurrentIndex(first, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
}

void setColumnWidths(QTableView &table, const std::vector<int> &characters, int growing)
{
    const int unit = table.fontMetrics().horizontalAdvance(QLatin1Char('0'));
    constexpr int headerMargin = 14;
    for (std::size_t i = 0; i < characters.size(); ++i) {
        const auto column = static_cast<int>(i);
        const int title = table.horizontalHeader()->fontMetrics().horizontalAdvance(headerText(table, column));
        table.setColumnWidth(column, std::max(characters[i] * unit + 10, title + headerMargin));
    }
    new ColumnGrower(&table, growing);
}

void hideColumns(QTableView &table, const std::vector<int> &columns)
{
    for (const int column : columns)
        table.setColumnHidden(column, true);
}

void SteadyEditorDelegate::setEditorData(QWidget *editor, const QModelIndex &index) const
{
    if (!editor->isVisible()) // it is about to open
        QStyledItemDelegate::setEditorData(editor, index);
}

QWidget *WeightDelegate::createEditor(QWidget *parent, const QStyleOptionViewItem &, const QModelIndex &index) const
{
    auto *box = new QDoubleSpinBox(parent);
    box->setRange(0.001, 1'000'000);
    box->setDecimals(3);
    box->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    box->setAccessibleName(index.model()->headerData(index.column(), Qt::Horizontal).toString());
    return box;
}

TableHint::TableHint(QTableView *table)
    : PlainLabel(table->viewport())
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

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/look/plain_texts.h"

#include <QStyledItemDelegate>
#include <QTableView>

#include <vector>

namespace fairlead {

/// Chooses the first row, if there is one, whatever keys are pressed, such as those that opened the dialog.
void chooseFirstRow(QTableView &table);

/// Gives a table the look of all tables of the monitor: whole rows, no grid, one row height, movable columns.
void dressTable(QTableView &table, const QString &accessibleName);
/// Sets widths in units of the letter "0". The column `growing` takes the rest of a wide window. In a narrow one the
/// table scrolls.
void setColumnWidths(QTableView &table, const std::vector<int> &characters, int growing);
/// Hides columns until the person shows them in the menu of the header.
void hideColumns(QTableView &table, const std::vector<int> &columns);

/// The base of delegates with an editor of their own. An open editor keeps what is typed: a view would fill it anew
/// with each snapshot. Threads: GUI.
class SteadyEditorDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void setEditorData(QWidget *editor, const QModelIndex &index) const override;
};

/// A spin box for weights, with the name of its column. Threads: GUI.
class WeightDelegate final : public SteadyEditorDelegate
{
    Q_OBJECT
public:
    using SteadyEditorDelegate::SteadyEditorDelegate;
    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// A sentence in the middle of an empty table. Threads: GUI.
class TableHint final : public PlainLabel
{
    Q_OBJECT
public:
    explicit TableHint(QTableView *table);
    /// Shown while the table has no rows.
    void setHint(const QString &text);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();
    QTableView *const m_table;
};

} // namespace fairlead

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>
#include <QTableView>

#include <vector>

namespace fairlead {

/// How every table of the monitor looks and behaves: whole rows, no grid, one height, columns that can be moved.
void dressTable(QTableView &table, const QString &accessibleName);
/// Widths in units of the letter "0". In a wide window the column `growing` takes what is left over; in a narrow one
/// the table scrolls rather than squeeze a column.
void setColumnWidths(QTableView &table, const std::vector<int> &characters, int growing);
/// Leaves columns out until the person asks for them in the menu of the header.
void hideColumns(QTableView &table, const std::vector<int> &columns);

/// The sentence in the middle of an empty table. Threads: GUI.
class TableHint final : public QLabel
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

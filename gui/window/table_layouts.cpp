// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/table_layouts.h"

#include <QHeaderView>
#include <QSettings>
#include <QTableView>

namespace fairlead {

TableLayouts::TableLayouts(const QWidget &root)
{
    for (const QTableView *view : root.findChildren<QTableView *>()) {
        if (!view->objectName().isEmpty())
            m_tables.push_back({view->horizontalHeader(), view->horizontalHeader()->saveState()});
    }
}

QString TableLayouts::keyOf(const Table &table)
{
    // The key has the number of columns, so that a changed set of columns makes a kept layout void.
    return QStringLiteral("columns/%1-%2").arg(table.header->parentWidget()->objectName()).arg(table.header->count());
}

void TableLayouts::keep(QSettings &settings) const
{
    for (const Table &table : m_tables)
        settings.setValue(keyOf(table), table.header->saveState());
}

void TableLayouts::restore(const QSettings &settings)
{
    for (const Table &table : m_tables)
        table.header->restoreState(settings.value(keyOf(table)).toByteArray());
}

void TableLayouts::reset()
{
    for (const Table &table : m_tables)
        table.header->restoreState(table.first);
}

} // namespace fairlead

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/figure_links.h"

#include "gui/charts/cell_painters.h"

#include <QTableView>

namespace fairlead {

void linkFigures(QTableView &table, std::function<void(Figure figure, const QModelIndex &cell)> follow)
{
    QObject::connect(&table, &QTableView::activated, &table, [follow = std::move(follow)](const QModelIndex &cell) {
        const QVariant figure = cell.data(FigureRole);
        if (figure.isValid())
            follow(static_cast<Figure>(figure.toInt()), cell);
    });
}

} // namespace fairlead

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/look/figures.h"

#include <QModelIndex>

#include <functional>

class QTableView;

namespace fairlead {

/// Enter or a double click on a cell calls `follow` with the figure of its column. A double click on a cell that can be
/// edited begins to edit it.
void linkFigures(QTableView &table, std::function<void(Figure figure, const QModelIndex &cell)> follow);

} // namespace fairlead

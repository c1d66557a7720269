// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/look/flow_layout.h"

#include <QStyle>
#include <QWidget>

#include <algorithm>

namespace fairlead {

FlowLayout::FlowLayout()
{
    setContentsMargins(0, 0, 0, 0);
    setSpacing(4);
}

FlowLayout::~FlowLayout()
{
    qDeleteAll(m_items);
}

QLayoutItem *FlowLayout::takeAt(int index)
{
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
}

QSize FlowLayout::minimumSize() const
{
    QSize most;
    for (const QLayoutItem *item : m_items)
        most = most.expandedTo(item->minimumSize());
    return most;
}

FlowLayout::Places FlowLayout::places(const QRect &rect) const
{
    Places places;
    int x = rect.x();
    int y = rect.y();
    int rowHeight = 0;
    for (const QLayoutItem *item : m_items) {
        const bool isLast = item == m_items.last();
        const QSize size = (isLast ? item->minimumSize() : item->sizeHint()).boundedTo({rect.width(), QWIDGETSIZE_MAX});
        const int height = std::max(size.height(), item->sizeHint().height());
        if (x > rect.x() && x + size.width() > rect.x() + rect.width()) {
            x = rect.x();
            y += rowHeight + spacing();
            rowHeight = 0;
        }
        const int width = isLast ? rect.x() + rect.width() - x : size.width();
        places.items.append({x, y, width, height});
        x += width + spacing();
        rowHeight = std::max(rowHeight, height);
    }
    places.height = y + rowHeight - rect.y();
    return places;
}

void FlowLayout::setGeometry(const QRect &rect)
{
    QLayout::setGeometry(rect);
    const Places all = places(rect);
    const Qt::LayoutDirection direction = parentWidget() ? parentWidget()->layoutDirection() : Qt::LeftToRight;
    for (qsizetype i = 0; i < m_items.size(); ++i)
        m_items.at(i)->setGeometry(QStyle::visualRect(direction, rect, all.items.at(i)));
}

} // namespace fairlead

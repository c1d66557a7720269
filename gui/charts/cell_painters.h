// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>
#include <QVector>

namespace fairlead {

/// Roles through which a model gives values to painted cells.
enum CellRole {
    SparklineRole = Qt::UserRole + 1, ///< QVector<double>, oldest first
    ShareRole, ///< double, 0 to 1
    FairShareRole, ///< double, 0 to 1
    SortRole, ///< the value that the column is sorted by
    StateRole, ///< int of ShownState, for coloured text
};

/// Paints a line without axes that fills its cell. Threads: GUI.
class SparklineDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// Paints a bar for the share received and a mark at the fair share. Threads: GUI.
class ShareBarDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// Paints text in the colour of its state, also in a selected row. Threads: GUI.
class StateDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override;
};

/// Draws a sparkline into a rectangle.
void paintSparkline(QPainter &painter, const QRectF &area, const QVector<double> &values, const QColor &colour);

} // namespace fairlead

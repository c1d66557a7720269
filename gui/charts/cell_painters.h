// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>
#include <QVector>

namespace fairlead {

/// Roles under which models hand painted cells their values.
enum CellRole {
    SparklineRole = Qt::UserRole + 1, ///< QVector<double>, oldest first
    ShareRole, ///< double, 0 to 1
    FairShareRole, ///< double, 0 to 1
    SortRole, ///< what a column sorts by
    StateRole, ///< int of ShownState; coloured text
};

/// A line without axes, filling its cell. Threads: GUI.
class SparklineDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// A bar for the share got, a mark where the fair share lies. Threads: GUI.
class ShareBarDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// Text in the colour of its state, also in a selected row. Threads: GUI.
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

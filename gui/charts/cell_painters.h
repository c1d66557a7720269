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
    FigureRole, ///< int of Figure, for what explains itself and leads to jobs
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
    enum class Scale {
        Whole, ///< from nothing to all
        OfFair, ///< logarithmic, with the fair share in the middle: see partOnLogBar
    };
    explicit ShareBarDelegate(QObject *parent, Scale scale = Scale::Whole)
        : QStyledItemDelegate(parent)
        , m_scale(scale)
    {
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;

private:
    const Scale m_scale;
};

/// The part of a logarithmic bar that a share fills, 0 to 1: a half for the fair share, nothing for a hundredth of it
/// or less, all for a hundred times of it or more.
double partOnLogBar(double share, double fair);

/// Paints text in the colour of its state, also in a selected row. Threads: GUI.
class StateDelegate : public QStyledItemDelegate
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

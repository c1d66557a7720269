// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/charts/cell_painters.h"

#include "gui/look/state_colors.h"

#include <QApplication>
#include <QPainter>
#include <QPainterPath>
#include <QStyle>

#include <algorithm>
#include <cmath>

namespace fairlead {

namespace {
/// The cell's background and focus, without text.
void paintPlain(QPainter *painter, QStyleOptionViewItem option)
{
    option.text.clear();
    const QStyle *style = option.widget ? option.widget->style() : QApplication::style();
    style->drawControl(QStyle::CE_ItemViewItem, &option, painter, option.widget);
}

bool isSelected(const QStyleOptionViewItem &option)
{
    return option.state.testFlag(QStyle::State_Selected);
}
} // namespace

void paintSparkline(QPainter &painter, const QRectF &area, const QVector<double> &values, const QColor &colour)
{
    if (values.size() < 2)
        return;
    const double highest = std::max(*std::max_element(values.begin(), values.end()), 1e-9);
    QPainterPath path;
    for (qsizetype i = 0; i < values.size(); ++i) {
        const double x = area.left() + area.width() * static_cast<double>(i) / static_cast<double>(values.size() - 1);
        const double y = area.bottom() - area.height() * values[i] / highest;
        if (i == 0)
            path.moveTo(x, y);
        else
            path.lineTo(x, y);
    }
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 1.2));
    painter.drawPath(path);
    painter.restore();
}

void SparklineDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem plain = option;
    initStyleOption(&plain, index);
    paintPlain(painter, plain);
    const QColor colour =
        isSelected(option) ? option.palette.color(QPalette::HighlightedText) : lineColour(0, option.palette);
    paintSparkline(*painter, QRectF(option.rect).adjusted(6, 5, -6, -5),
        index.data(SparklineRole).value<QVector<double>>(), colour);
}

double partOnLogBar(double share, double fair)
{
    constexpr double decades = 4;
    if (share <= 0)
        return 0;
    return fair > 0 ? std::clamp(0.5 + std::log10(share / fair) / decades, 0.0, 1.0) : 1;
}

void ShareBarDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyleOptionViewItem plain = option;
    initStyleOption(&plain, index);
    const QString text = plain.text;
    paintPlain(painter, plain);
    double share = std::clamp(index.data(ShareRole).toDouble(), 0.0, 1.0);
    double fair = std::clamp(index.data(FairShareRole).toDouble(), 0.0, 1.0);
    if (m_scale == Scale::OfFair) {
        share = partOnLogBar(share, fair);
        fair = fair > 0 ? 0.5 : 0;
    }
    const QPalette &palette = option.palette;
    const int textWidth = option.fontMetrics.horizontalAdvance(QStringLiteral("100 % / 100 %")) + 8;
    // In right-to-left languages the words change sides by themselves. The bar follows and grows to the left.
    const bool isReversed = option.direction == Qt::RightToLeft;
    QRectF bar = QStyle::visualRect(option.direction, option.rect, option.rect.adjusted(6, 0, -textWidth - 6, 0));
    bar.setTop(bar.center().y() - 5);
    bar.setHeight(10);
    const QColor front = isSelected(option) ? palette.color(QPalette::HighlightedText) : palette.color(QPalette::Text);
    painter->save();
    painter->setPen(Qt::NoPen);
    QColor back = front;
    back.setAlphaF(0.12F);
    painter->fillRect(bar, back);
    QRectF filled = bar;
    if (isReversed)
        filled.setLeft(bar.right() - bar.width() * share);
    else
        filled.setWidth(bar.width() * share);
    painter->fillRect(filled, isSelected(option) ? front : lineColour(0, palette));
    if (fair > 0) {
        const double x = isReversed ? bar.right() - bar.width() * fair : bar.left() + bar.width() * fair;
        painter->fillRect(QRectF(x - 1, bar.top() - 3, 2, bar.height() + 6), front);
    }
    painter->setPen(front);
    const QRectF words = QRectF(option.rect).adjusted(6, 0, -6, 0);
    painter->drawText(words, Qt::AlignRight | Qt::AlignVCenter, text);
    painter->restore();
}

void StateDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    const QVariant state = index.data(StateRole);
    if (state.isValid())
        option->palette.setColor(
            QPalette::Text, lookOf(static_cast<ShownState>(state.toInt()), option->palette).colour);
}

} // namespace fairlead

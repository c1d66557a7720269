// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/tile.h"

#include "gui/charts/cell_painters.h"
#include "gui/look/spoken.h"

#include <QPainter>
#include <QStyle>

namespace fairlead {

namespace {
constexpr int tileMargin = 10;

/// Smaller until the text fits, but no smaller than `least` points.
QFont fitted(QFont font, const QString &text, int width, double least)
{
    while (font.pointSizeF() > least && QFontMetrics(font).horizontalAdvance(text) > width)
        font.setPointSizeF(font.pointSizeF() * 0.95);
    return font;
}
} // namespace

Tile::Tile(Figure figure, ShownState state, const QString &caption, QWidget *parent)
    : FigureFrame(parent)
    , m_state(state)
    , m_caption(caption)
    , m_value(QStringLiteral("–"))
{
    setSpokenRole(*this, QAccessible::StaticText);
    setFigure(figure);
    setAccessibleName(caption);
    setFrameShape(QFrame::StyledPanel);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void Tile::show(const QString &value, const QString &detail)
{
    m_value = value;
    m_detail = detail;
    setAccessibleName(tr("%1: %2 %3").arg(m_caption, value, detail));
    update();
}

void Tile::setLine(const QVector<double> &values)
{
    m_points = values;
    update();
}

void Tile::setStale(bool isStale)
{
    m_isStale = isStale;
    update();
}

QFont Tile::valueFont() const
{
    QFont large = font();
    large.setPointSizeF(large.pointSizeF() * 1.75);
    large.setWeight(QFont::DemiBold);
    return large;
}

QFont Tile::fittingFont(int width) const
{
    return fitted(valueFont(), m_value, width, font().pointSizeF() * 0.7);
}

QFont Tile::detailFont(int width) const
{
    return fitted(font(), m_detail, width, font().pointSizeF() * 0.8);
}

QString Tile::captionText() const
{
    return lookOf(m_state, palette()).glyph + QLatin1Char(' ') + m_caption;
}

bool Tile::showsAll() const
{
    const int room = width() - 2 * tileMargin;
    return fontMetrics().horizontalAdvance(captionText()) <= room
        && QFontMetrics(fittingFont(room)).horizontalAdvance(m_value) <= room
        && QFontMetrics(detailFont(room)).horizontalAdvance(m_detail) <= room;
}

QSize Tile::sizeHint() const
{
    return {fontMetrics().horizontalAdvance(QLatin1Char('0')) * 16,
        fontMetrics().height() * 2 + QFontMetrics(valueFont()).height() + tileMargin * 2};
}

QSize Tile::minimumSizeHint() const
{
    return {fontMetrics().horizontalAdvance(QLatin1Char('0')) * 12, sizeHint().height()};
}

void Tile::paintEvent(QPaintEvent *event)
{
    FigureFrame::paintEvent(event);
    QPainter painter(this);
    const StateLook look = lookOf(m_state, palette());
    const QRect area = rect().adjusted(tileMargin, tileMargin - 2, -tileMargin, -tileMargin + 2);
    const int line = fontMetrics().height();
    painter.setOpacity(m_isStale ? 0.5 : 1);
    painter.setPen(look.colour);
    painter.drawText(
        area, Qt::AlignLeft | Qt::AlignTop, fontMetrics().elidedText(captionText(), Qt::ElideRight, area.width()));
    const QFont valueLetters = fittingFont(area.width());
    painter.setFont(valueLetters);
    painter.setPen(palette().color(QPalette::Text));
    const QFontMetrics large(valueLetters);
    const QRect middle(area.left(), area.top() + line, area.width(), QFontMetrics(valueFont()).height());
    painter.drawText(middle, Qt::AlignLeft | Qt::AlignVCenter, m_value);
    const QFont detailLetters = detailFont(area.width());
    painter.setFont(detailLetters);
    painter.setPen(quietText(palette()));
    painter.drawText(area, Qt::AlignLeft | Qt::AlignBottom,
        QFontMetrics(detailLetters).elidedText(m_detail, Qt::ElideRight, area.width()));
    const int used = large.horizontalAdvance(m_value) + 12;
    if (area.width() - used > 30) {
        const QRect free = QStyle::visualRect(layoutDirection(), middle, middle.adjusted(used, 6, 0, -6));
        paintSparkline(painter, free, m_points, look.colour);
    }
}

} // namespace fairlead

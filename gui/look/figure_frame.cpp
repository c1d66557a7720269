// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/look/figure_frame.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QStyleOptionFocusRect>

namespace fairlead {

void FigureFrame::setFigure(Figure figure)
{
    m_figure = figure;
    setFocusPolicy(Qt::TabFocus);
    setAccessibleDescription(figureText(figure));
    explain();
}

void FigureFrame::setAsOf(TimePoint time)
{
    m_asOf = time;
    explain();
}

void FigureFrame::setHint(const QString &hint)
{
    m_hint = hint;
    explain();
}

void FigureFrame::explain()
{
    if (!m_figure)
        return;
    const QString tip = figureTip(*m_figure, m_asOf);
    setToolTip(m_hint.isEmpty() ? tip : tip + QLatin1Char('\n') + m_hint);
}

void FigureFrame::keyPressEvent(QKeyEvent *event)
{
    if (m_figure && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter))
        Q_EMIT chosen(*m_figure);
    else
        QFrame::keyPressEvent(event);
}

void FigureFrame::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (m_figure && event->button() == Qt::LeftButton)
        Q_EMIT chosen(*m_figure);
    else
        QFrame::mouseDoubleClickEvent(event);
}

void FigureFrame::paintEvent(QPaintEvent *event)
{
    QFrame::paintEvent(event);
    if (!hasFocus())
        return;
    QPainter painter(this);
    QStyleOptionFocusRect option;
    option.initFrom(this);
    option.rect = rect().adjusted(2, 2, -2, -2);
    style()->drawPrimitive(QStyle::PE_FrameFocusRect, &option, &painter, this);
}

} // namespace fairlead

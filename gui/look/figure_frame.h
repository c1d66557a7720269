// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/look/figures.h"

#include <QFrame>

namespace fairlead {

/// A frame around a figure: it explains the figure in its tooltip and to screen readers, and Enter or a double click
/// chooses it. Threads: GUI.
class FigureFrame : public QFrame
{
    Q_OBJECT
public:
    using QFrame::QFrame;
    /// Without a figure it is a plain frame. It takes the focus by Tab from then on.
    void setFigure(Figure figure);
    const std::optional<Figure> &figure() const { return m_figure; }
    /// The time at which the figure was true.
    void setAsOf(TimePoint time);
    /// A further line of the tooltip.
    void setHint(const QString &hint);

Q_SIGNALS:
    /// The person wants the jobs behind the figure.
    void chosen(fairlead::Figure figure);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void explain();

    std::optional<Figure> m_figure;
    std::optional<TimePoint> m_asOf;
    QString m_hint;
};

} // namespace fairlead

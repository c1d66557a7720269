// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/look/figure_frame.h"
#include "gui/look/state_colors.h"

#include <QVector>

namespace fairlead {

/// One important number, with the glyph, word and colour of its state, and its line over the last minute. Threads: GUI.
class Tile final : public FigureFrame
{
    Q_OBJECT
public:
    Tile(Figure figure, ShownState state, const QString &caption, QWidget *parent = nullptr);
    void show(const QString &value, const QString &detail);
    /// The values of the last minute, drawn as a line beside the number.
    void setLine(const QVector<double> &values);
    void setStale(bool isStale);

    /// The font of the value in this width: it is never cut off, its letters are smaller where it has no room.
    QFont fittingFont(int width) const;
    /// False when a text is shortened.
    bool showsAll() const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QFont valueFont() const;
    QFont detailFont(int width) const;
    QString captionText() const;
    const ShownState m_state;
    const QString m_caption;
    QString m_value;
    QString m_detail;
    QVector<double> m_points;
    bool m_isStale = false;
};

} // namespace fairlead

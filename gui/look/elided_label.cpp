// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/look/elided_label.h"

#include <QPainter>
#include <QStyle>

namespace fairlead {

ElidedLabel::ElidedLabel(QWidget *parent)
    : PlainLabel(parent)
{
    setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
}

void ElidedLabel::setText(const QString &text)
{
    QLabel::setText(text);
    setToolTip(text);
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QString shortened = fontMetrics().elidedText(text(), Qt::ElideRight, width());
    const Qt::Alignment side = QStyle::visualAlignment(layoutDirection(), alignment());
    style()->drawItemText(
        &painter, rect(), static_cast<int>(side), palette(), isEnabled(), shortened, foregroundRole());
}

} // namespace fairlead

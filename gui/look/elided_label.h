// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/look/plain_texts.h"

namespace fairlead {

/// One line of plain text that shrinks with its window. Text that does not fit ends in an ellipsis; the tooltip shows
/// all of it. Threads: GUI.
class ElidedLabel final : public PlainLabel
{
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget *parent = nullptr);
    void setText(const QString &text);

protected:
    void paintEvent(QPaintEvent *event) override;
};

} // namespace fairlead

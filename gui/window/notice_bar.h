// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/look/state_colors.h"

#include <QFrame>

class QLabel;
class QPushButton;

namespace fairlead {

/// One line above the page for an important notice, with a button that acts on it. Hidden while it is empty. Threads:
/// GUI.
class NoticeBar final : public QFrame
{
    Q_OBJECT
public:
    explicit NoticeBar(QWidget *parent = nullptr);
    /// An empty text hides the bar; an empty button text hides the button.
    void show(ShownState state, const QString &text, const QString &button);
    /// Empty when the button may be pressed, else the reason why not.
    void setWhyNot(const QString &whyNot);

Q_SIGNALS:
    void clicked();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    ShownState m_state = ShownState::Idle;
    QLabel *m_text = nullptr;
    QPushButton *m_button = nullptr;
};

} // namespace fairlead

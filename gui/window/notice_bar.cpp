// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/notice_bar.h"

#include "gui/look/plain_texts.h"
#include "gui/look/spoken.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QStyle>

namespace fairlead {

NoticeBar::NoticeBar(QWidget *parent)
    : QFrame(parent)
    , m_text(new PlainLabel)
    , m_button(new QPushButton)
{
    setSpokenRole(*m_text, QAccessible::Notification);
    m_text->setWordWrap(true);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 5, 10, 5);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    connect(m_button, &QPushButton::clicked, this, &NoticeBar::clicked);
    m_button->hide();
    hide();
}

void NoticeBar::show(ShownState state, const QString &text, const QString &button)
{
    const StateLook look = lookOf(state, palette());
    const QString line = text.isEmpty() ? QString() : look.glyph + QStringLiteral("  ") + text;
    if (state == m_state && line == m_text->text() && button == m_button->text())
        return;
    m_button->setText(button);
    m_button->setVisible(!button.isEmpty());
    const bool isNew = !line.isEmpty() && line.left(24) != m_text->text().left(24);
    m_state = state;
    m_text->setText(line);
    m_text->setAccessibleName(text);
    if (isNew)
        announce(*m_text);
    setVisible(!line.isEmpty());
    update();
}

void NoticeBar::setWhyNot(const QString &whyNot)
{
    m_button->setEnabled(whyNot.isEmpty());
    m_button->setToolTip(whyNot);
}

void NoticeBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const QColor colour = lookOf(m_state, palette()).colour;
    QColor back = colour;
    back.setAlphaF(isDark(palette()) ? 0.18F : 0.12F);
    painter.fillRect(rect(), palette().color(QPalette::Base));
    painter.fillRect(rect(), back);
    painter.fillRect(QStyle::visualRect(layoutDirection(), rect(), QRect(0, 0, 5, height())), colour);
}

} // namespace fairlead

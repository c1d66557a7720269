// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/toast.h"

#include "gui/look/plain_texts.h"
#include "gui/look/spoken.h"
#include "gui/look/state_colors.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPushButton>

#include <chrono>

namespace fairlead {

namespace {
constexpr std::chrono::seconds shownFor {10};
}

Toast::Toast(QWidget *over)
    : QFrame(over)
    , m_text(new PlainLabel)
    , m_button(new QPushButton(tr("Close")))
{
    setSpokenRole(*m_text, QAccessible::Notification);
    m_text->setWordWrap(true);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(16, 8, 10, 8);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    m_timer.setSingleShot(true);
    m_timer.setInterval(shownFor);
    connect(&m_timer, &QTimer::timeout, this, &Toast::vanish);
    connect(m_button, &QPushButton::clicked, this, [this] {
        if (m_undo)
            undo();
        else
            vanish();
    });
    over->installEventFilter(this);
    hide();
}

void Toast::say(const QString &text, std::function<void()> undo)
{
    m_undo = std::move(undo);
    m_isFailure = false;
    m_button->setText(m_undo ? tr("Undo") : tr("Close"));
    m_timer.start();
    pop(text);
}

void Toast::complain(const QString &text)
{
    m_undo = nullptr;
    m_isFailure = true;
    m_button->setText(tr("Close"));
    m_timer.stop();
    pop(text);
}

void Toast::undo()
{
    const std::function<void()> back = std::move(m_undo);
    vanish();
    if (back)
        back();
}

QString Toast::text() const
{
    return isVisible() ? m_text->text() : QString();
}

void Toast::pop(const QString &text)
{
    m_text->setText(text);
    m_text->setAccessibleName(m_undo ? tr("%1. Ctrl+Z takes it back").arg(text) : text);
    announce(*m_text);
    place();
    show();
    raise();
    update();
    Q_EMIT undoChanged();
}

void Toast::vanish()
{
    m_undo = nullptr;
    hide();
    Q_EMIT undoChanged();
}

bool Toast::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize && isVisible())
        place();
    return QFrame::eventFilter(watched, event);
}

void Toast::place()
{
    constexpr int widthMax = 620;
    constexpr int margin = 16;
    const QWidget *over = parentWidget();
    const int width = std::min(widthMax, over->width() - 2 * margin);
    setFixedWidth(width);
    const int height = std::max(layout()->heightForWidth(width), sizeHint().height());
    setGeometry((over->width() - width) / 2, over->height() - height - margin, width, height);
}

void Toast::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor colour = lookOf(m_isFailure ? ShownState::Dead : ShownState::Running, palette()).colour;
    painter.setPen(QPen(colour, 1.5));
    painter.setBrush(palette().color(QPalette::Base));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
}

} // namespace fairlead

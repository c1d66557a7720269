// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/window/tray.h"

#include "gui/look/icons.h"
#include "gui/look/plain_texts.h"

#include <QMainWindow>
#include <QSystemTrayIcon>

namespace fairlead {

Tray::Tray(QMainWindow *window)
    : QObject(window)
    , m_window(window)
{
    if (!QSystemTrayIcon::isSystemTrayAvailable())
        return;
    m_icon = new QSystemTrayIcon(appIcon(), this);
    m_icon->setToolTip(withoutMarkup(window->windowTitle()));
    connect(m_icon, &QSystemTrayIcon::activated, this, &Tray::bringUp);
    connect(m_icon, &QSystemTrayIcon::messageClicked, this, &Tray::bringUp);
    m_icon->show();
}

void Tray::say(const QString &title, const QString &text)
{
    if (m_icon)
        m_icon->showMessage(withoutMarkup(title), withoutMarkup(text), QSystemTrayIcon::Warning);
}

void Tray::bringUp()
{
    m_window->setWindowState(m_window->windowState() & ~Qt::WindowMinimized);
    m_window->show();
    m_window->raise();
    m_window->activateWindow();
}

} // namespace fairlead

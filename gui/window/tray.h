// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QMainWindow;
class QSystemTrayIcon;

namespace fairlead {

/// The icon in the tray of the desktop. It shows alerts and raises the window. On a desktop without a tray it does
/// nothing. Threads: GUI.
class Tray final : public QObject
{
    Q_OBJECT
public:
    explicit Tray(QMainWindow *window);
    bool isThere() const { return m_icon != nullptr; }
    void say(const QString &title, const QString &text);

private:
    void bringUp();
    QMainWindow *const m_window;
    QSystemTrayIcon *m_icon = nullptr;
};

} // namespace fairlead

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

class QMainWindow;
class QSystemTrayIcon;

namespace fairlead {

/// The icon in the tray of a desktop that has one: says alerts, and brings the window to the front. Without a tray it
/// is nothing, and nothing depends on it. Threads: GUI.
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

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QApplication>
#include <QPalette>

namespace fairlead {

/// How the program looks. System takes over what the desktop says.
enum class Look { System, Light, Dark };

/// Dresses the application: the Fusion style, and a palette. Make it before the first window. Threads: GUI.
class Theme
{
public:
    explicit Theme(QApplication &app);
    void apply(Look look);
    Look look() const { return m_look; }

    static QPalette lightPalette();
    static QPalette darkPalette();

private:
    QApplication &m_app;
    QPalette m_platform; ///< as the desktop gave it
    bool m_isPlatformOwn = false; ///< the desktop gave one, rather than none
    Look m_look = Look::System;
};

} // namespace fairlead

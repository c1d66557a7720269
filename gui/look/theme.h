// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/look/plain_texts.h"

#include <QApplication>
#include <QPalette>

namespace fairlead {

/// The colour scheme of the program. System uses that of the desktop.
enum class Look { System, Light, Dark };

/// Sets the Fusion style and a palette for the application, and keeps texts plain. Must be created before the first
/// window. Threads: GUI.
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
    const PlainTexts m_plainTexts;
    QPalette m_platform; ///< of the desktop
    bool m_isPlatformOwn = false; ///< the desktop has a palette of its own
    Look m_look = Look::System;
};

} // namespace fairlead

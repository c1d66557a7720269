// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

namespace fairlead {

/// An icon of the program (resources/icons/NAME.svg), sharp at any size, in the text colour of the current palette. One
/// set serves light and dark. Threads: GUI.
QIcon icon(const QString &name);
/// The emblem of the program, in its own colours.
QIcon appIcon();

} // namespace fairlead

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QIcon>

namespace fairlead {

/// One of the program's own icons (resources/icons/NAME.svg), drawn sharp at any size in the text colour of the
/// palette in use, so that one set serves light and dark. Threads: GUI.
QIcon icon(const QString &name);
/// The program's emblem, in its own colours.
QIcon appIcon();

} // namespace fairlead

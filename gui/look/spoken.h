// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessible>

class QWidget;

// What Qt leaves out of what it tells screen readers. Threads: GUI.
namespace fairlead {

/// Has combo boxes tell their name and their value, lists and tables their current row when they take the focus, and
/// widgets the roles of setSpokenRole. May be called again. REQUIRES: the application.
void installSpoken();
/// Says what a widget is that paints itself, or is more than its class. REQUIRES: nobody has asked for its accessible
/// interface yet: call it in the constructor, before a name is given.
void setSpokenRole(QWidget &widget, QAccessible::Role role);
/// Has the widget's accessible name said at once, wherever the focus is; of a hidden one, when it is shown.
/// REQUIRES: its role is Notification.
void announce(QWidget &notice);
/// The text without the glyph of a state before it: the word says it.
QString withoutGlyph(const QString &text);

} // namespace fairlead

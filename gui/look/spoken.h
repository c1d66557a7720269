// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessible>

class QWidget;

// Fills the gaps in what Qt tells screen readers. Threads: GUI.
namespace fairlead {

/// Makes combo boxes announce their name and value, lists and tables their current row when they take the focus, and
/// widgets the roles of setSpokenRole. May be called again. REQUIRES: the application.
void installSpoken();
/// Sets the role of a widget that paints itself, or does more than its class says. REQUIRES: nobody has asked for its
/// accessible interface yet; call it in the constructor, before a name is given.
void setSpokenRole(QWidget &widget, QAccessible::Role role);
/// Announces the accessible name of a widget at once, wherever the focus is. A hidden widget is announced when it is
/// shown. REQUIRES: its role is Notification.
void announce(QWidget &notice);
/// The text without the glyph of a state in front, because the word says the same.
QString withoutGlyph(const QString &text);

} // namespace fairlead

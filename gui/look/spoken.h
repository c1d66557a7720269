// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAccessible>

class QWidget;

// Fills the gaps in the texts that Qt passes to screen readers. Threads: GUI.
namespace fairlead {

/// Makes combo boxes announce their name and value, lists and tables their current row when they take the focus, and
/// widgets the roles of setSpokenRole. May be called again. REQUIRES: the application.
void installSpoken();
/// Sets the role of a widget that paints itself, or does more than its class says. REQUIRES: its accessible interface
/// was not created yet; call this in the constructor, before a name is set.
void setSpokenRole(QWidget &widget, QAccessible::Role role);
/// Announces the accessible name of a widget at once, wherever the focus is. A hidden widget is announced when it is
/// shown. REQUIRES: its role is Notification.
void announce(QWidget &notice);
/// The text without a state's glyph at its start, because the word says the same.
QString withoutGlyph(const QString &text);

} // namespace fairlead

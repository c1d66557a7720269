// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <functional>

class QWidget;

namespace fairlead {

/// Asks where to save; `then` is called with the file, unless the person thinks better of it.
void askForFile(QWidget *parent, const QString &title, const QString &proposal,
    const std::function<void(const QString &file)> &then);
/// One line of CSV (RFC 4180, but for the line end: "\n"). What a spreadsheet would take for a formula gets an
/// apostrophe before it.
QByteArray csvLine(const QStringList &cells);
/// Writes the whole or leaves what was there. Says what went wrong; empty: nothing.
QString saveFile(const QString &name, const QByteArray &bytes);

} // namespace fairlead

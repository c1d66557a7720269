// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include <functional>

class QWidget;

namespace fairlead {

/// Asks for a file name. `then` is called with it, unless the person cancels.
void askForFile(QWidget *parent, const QString &title, const QString &proposal,
    const std::function<void(const QString &file)> &then);
/// One line of CSV (RFC 4180, with "\n" as the line end). A cell that a spreadsheet would run as a formula gets an
/// apostrophe in front.
QByteArray csvLine(const QStringList &cells);
/// Writes the whole file, or leaves the old one. Returns the reason for a failure; empty on success.
QString saveFile(const QString &name, const QByteArray &bytes);

} // namespace fairlead

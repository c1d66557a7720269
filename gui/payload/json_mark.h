// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QPlainTextEdit;

namespace fairlead {

/// The text of an editor with the characters that were typed; lines end in \n.
QString rawText(const QPlainTextEdit &editor);
/// Underlines the first fault of an editor's JSON, and says its line and column. Empty without a fault.
QString markJsonFault(QPlainTextEdit &editor);

} // namespace fairlead

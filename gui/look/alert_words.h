// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/alert.h"

#include <QString>

namespace fairlead {

/// "wait of the oldest job".
QString alertKindWords(AlertKind kind);
/// "7 min", "12", "20 %".
QString alertValueWords(AlertKind kind, double value);
/// The scope, the measure and the threshold of an alert.
QString alertWords(const AlertView &alert);

} // namespace fairlead

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/alert.h"

#include <QString>

#include <vector>

namespace fairlead {

/// "wait of the oldest job".
QString alertKindWords(AlertKind kind);
/// "7 min", "12", "20 %".
QString alertValueWords(AlertKind kind, double value);
/// The scope, the measure and the threshold of an alert.
QString alertWords(const AlertView &alert);
/// The alerts that are raised, in one line; empty when none is.
QString raisedWords(const std::vector<AlertView> &alerts);

} // namespace fairlead

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/mark.h"

#include <QString>

namespace fairlead {

/// Stands for the kind of a mark in a chart.
QString glyphOf(MarkKind kind);
/// The glyph, the kind, the person, the text and the time of a mark.
QString markWords(const Mark &mark, TimePoint now);

} // namespace fairlead

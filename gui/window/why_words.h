// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/views.h"

#include <QString>

namespace fairlead {

/// The reasons that keep a job from starting, one on each line, and the earliest start when a clock decides it. A
/// reason that this version does not know, or of an engine that does not say more, is in the engine's words.
QString explainWait(const WhyView &why, TimePoint now);

} // namespace fairlead

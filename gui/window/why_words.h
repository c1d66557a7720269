// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/views.h"

#include <QString>

namespace fairlead {

/// What keeps a job from starting: the engine's reasons, one a line, and the earliest start where a clock decides.
QString explainWait(const WhyView &why, TimePoint now);

} // namespace fairlead

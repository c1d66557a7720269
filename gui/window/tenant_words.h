// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/samples.h"

#include <QString>

namespace fairlead {

/// Why a tenant gets what it gets, in one or two sentences: pauses first, then work, then weights.
QString explainShare(const TenantView &tenant, const Snapshot &snapshot, const Samples &samples);

} // namespace fairlead

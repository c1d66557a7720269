// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/feed/snapshot.h"

#include <QString>

namespace fairlead {

/// The reason for a tenant's share, in one or two sentences: pauses first, then its work, then weights.
QString explainShare(const TenantView &tenant, const Snapshot &snapshot);

} // namespace fairlead

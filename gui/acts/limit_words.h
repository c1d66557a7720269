// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/requests.h"

#include <QString>

namespace fairlead {

/// The limits that a tenant has, "plan free, at most 10/s, 2 at once"; the weight is left out. "no limits" for none.
QString limitWords(const TenantLimits &limits);
/// What a patch sets, weight included.
QString patchWords(const TenantPatch &patch);

/// The patch that leads from one to the other: what is alike stays unsaid, so that a plan goes on to say it.
TenantPatch patchBetween(const TenantLimits &before, const TenantLimits &after);
/// What undoes a patch: the same parts, as they were before.
TenantPatch takenBack(const TenantPatch &patch, const TenantLimits &before);

} // namespace fairlead

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/requests.h"

#include <QString>

namespace fairlead {

/// The limits of a tenant in words, such as "plan free, at most 10/s, 2 at once". The weight is left out. "no limits"
/// for none.
QString limitWords(const TenantLimits &limits);
/// The settings of a patch in words, weight included.
QString patchWords(const TenantPatch &patch);

/// The patch that leads from one set of limits to the other. Equal parts are left out, so that the plan still decides
/// them.
TenantPatch patchBetween(const TenantLimits &before, const TenantLimits &after);
/// The patch that undoes another: the same parts, with their earlier values.
TenantPatch takenBack(const TenantPatch &patch, const TenantLimits &before);

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/settings.h"

namespace fairlead {

/// The limits of a tenant that are in force, such as "weight 2, plan gold, rate 10/s".
std::string limitsText(const TenantLimits &limits);

} // namespace fairlead

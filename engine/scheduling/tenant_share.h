// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/ids.h"
#include "engine/domain/token_bucket.h"

#include <optional>

namespace fairlead {

/// The scheduling settings of a tenant.
struct TenantShare
{
    double weight = 1; ///< REQUIRES: passes checkWeight
    int runningMax = 0; ///< largest number at once, in all queues; 0: no limit
    std::optional<Rate> rate; ///< of starts, in all queues
    bool operator==(const TenantShare &) const = default;
};

} // namespace fairlead

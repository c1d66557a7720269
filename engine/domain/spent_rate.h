// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/ids.h"
#include "engine/domain/token_bucket.h"

namespace fairlead {

/// The part of its rate of starts that a tenant has used up. Kept by the store over every end of an engine, also one by
/// kill -9.
struct SpentRate
{
    TenantName tenant;
    BucketLevel level;
    bool operator==(const SpentRate &) const = default;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "bench/tenant_link.h"

#include <array>

namespace fairlead::bench {

/// One way in which a tenant floods an engine that has the queues of `floodedQueues`. `run` does not end.
struct FloodWay
{
    const char *name;
    const char *text; ///< for the table
    void (*run)(const Door &door);
};
extern const std::array<FloodWay, 10> floodWays;

/// The configuration of the flooded engine's limits and queues. A job of `work` with the payload "1ms" or "5ms" takes
/// so long, with "fail" it fails; those of `gated` wait behind a rate limit that is used up; `far` is pulled.
extern const char *const floodedEngine;

} // namespace fairlead::bench

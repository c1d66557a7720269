// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/settings.h"

namespace fairlead {

/// The credit of one visit for weight 1, in units of the mode's cost: one job, one unit of declared cost, 10 ms
/// of worker time. The quantum is the grain of turns: with small ones a newcomer waits shortly, and costs above it do
/// not spin. 10 ms is also what an unknown run is estimated at, so that tenants take turns job by job until run times
/// are known.
std::int64_t defaultQuantum(CostMode mode);

/// The scheduling settings of a queue.
struct QueueShare
{
    double weight = 1; ///< REQUIRES: passes checkWeight
    PriorityMode priorityMode = PriorityMode::Strict;
    CostMode costMode = CostMode::Measured;
    std::int64_t quantum = 0; ///< 1 to costMax; 0: defaultQuantum(costMode)
    int runningMax = 0; ///< most at once; 0: no cap
    int mailbox = 1; ///< of its jobs are given to a worker that holds fewer than this
    bool isPulled = false; ///< its jobs run elsewhere: it takes no part in the sharing of the engine's workers
};
QueueShare queueShareOf(const QueueSettings &settings);

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/settings.h"

namespace fairlead {

/// The credit of one visit for weight 1, in units of the mode's cost: one job, one unit of declared cost, 10 ms of
/// worker time. The quantum is the grain of turns. With a small one a newcomer waits shortly; a cost above it needs no
/// extra rounds. An unknown run is also estimated at 10 ms, so that tenants take turns job by job until run times are
/// known.
std::int64_t defaultQuantum(CostMode mode);

/// The scheduling settings of a queue.
struct QueueShare
{
    double weight = 1; ///< REQUIRES: passes checkWeight
    PriorityOrder priorityOrder = PriorityOrder::PerTenant;
    CostMode costMode = CostMode::Measured;
    std::int64_t quantum = 0; ///< 1 to costMax; 0: defaultQuantum(costMode)
    int runningMax = 0; ///< largest number at once; 0: no limit
    int mailbox = 1; ///< a worker that holds fewer jobs than this may get one of this queue
    bool isPulled = false; ///< the jobs run elsewhere; the queue takes no part in the sharing of the engine's workers
};
QueueShare queueShareOf(const QueueSettings &settings);

} // namespace fairlead

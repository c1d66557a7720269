// SPDX-License-Identifier: Apache-2.0
#include "engine/scheduling/queue_share.h"

#include "engine/scheduling/run_time_estimate.h"

namespace fairlead {

std::int64_t defaultQuantum(CostMode mode)
{
    switch (mode) {
    case CostMode::Fixed:
    case CostMode::Declared:
        return 1;
    case CostMode::Measured:
        return unknownRunTime.count();
    }
    return 1;
}

QueueShare queueShareOf(const QueueSettings &settings)
{
    QueueShare share;
    share.weight = settings.weight;
    share.priorityOrder = settings.priorityOrder;
    share.costMode = settings.costMode;
    share.runningMax = settings.workersMax;
    share.mailbox = settings.mailbox;
    share.isPulled = settings.isPulled();
    return share;
}

} // namespace fairlead

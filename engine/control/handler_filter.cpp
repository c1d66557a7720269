// SPDX-License-Identifier: Apache-2.0
#include "engine/control/handler_filter.h"

namespace fairlead {

void resolveHandler(JobFilter &filter, const EngineSettings &settings)
{
    if (!filter.handler)
        return;
    filter.handlerQueues.emplace();
    for (const QueueSettings &queue : settings.queues) {
        if (nameOf(handlerKind(queue.handler)) == *filter.handler)
            filter.handlerQueues->insert(queue.name);
    }
}

} // namespace fairlead

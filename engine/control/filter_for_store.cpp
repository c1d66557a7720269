// SPDX-License-Identifier: Apache-2.0
#include "engine/control/filter_for_store.h"

#include "engine/wire/payload_search.h"

namespace fairlead {

void resolveFilter(JobFilter &filter, const EngineSettings &settings)
{
    if (filter.payload) {
        if (Result<PayloadMatch> match = PayloadMatch::parse(*filter.payload))
            filter.payloadTest = payloadTestOf(std::move(*match));
    }
    if (!filter.handler)
        return;
    filter.handlerQueues.emplace();
    for (const QueueSettings &queue : settings.queues) {
        if (nameOf(handlerKind(queue.handler)) == *filter.handler)
            filter.handlerQueues->insert(queue.name);
    }
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/settings.h"

#include <algorithm>

namespace fairlead {

Result<double> checkWeight(double weight)
{
    if (weight >= weightMin && weight <= weightMax) // false for NaN
        return weight;
    return failure(ErrorCode::Invalid, "weight: expected a number from 0.001 to 1000000");
}

std::string_view handlerKindName(const HandlerSettings &settings)
{
    return std::holds_alternative<ProcessHandlerSettings>(settings) ? "process" : "function";
}

const QueueSettings *EngineSettings::findQueue(const QueueName &name) const
{
    const auto found =
        std::find_if(queues.begin(), queues.end(), [&](const QueueSettings &queue) { return queue.name == name; });
    return found == queues.end() ? nullptr : &*found;
}

} // namespace fairlead

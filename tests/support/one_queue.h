// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/settings.h"

#include <functional>

namespace fairlead {

/// Settings with one queue "q" in which each job costs the same, with the changes of `change`.
inline EngineSettings oneQueue(const std::function<void(QueueSettings &)> &change = {})
{
    EngineSettings settings;
    QueueSettings queue {.name = QueueName::trusted("q")};
    queue.costMode = CostMode::Fixed;
    if (change)
        change(queue);
    settings.queues.push_back(std::move(queue));
    return settings;
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/machinery.h"

namespace fairlead {

/// How each queue's stack is put together: tracing outside, then the timeout, then the handler.
WorkerPool::ServiceFactory serviceStacks(
    std::map<QueueName, std::shared_ptr<Handler>> handlers, const Clock &clock, LogSink log);

} // namespace fairlead

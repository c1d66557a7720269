// SPDX-License-Identifier: Apache-2.0
#include "engine/control/service_stacks.h"

#include "engine/service/stack.h"
#include "engine/service/timeout.h"
#include "engine/service/tracing.h"

namespace fairlead {

WorkerPool::ServiceFactory serviceStacks(
    std::map<QueueName, std::shared_ptr<Handler>> handlers, const Clock &clock, LogSink log)
{
    return [handlers = std::move(handlers), &clock, log = std::move(log)](const QueueSettings &queue,
               const std::shared_ptr<Executor> &executor, Timers &timers) -> std::unique_ptr<Service> {
        const auto handler = handlers.find(queue.name);
        if (handler == handlers.end())
            return nullptr;
        Stack stack;
        stack.add(
            std::make_unique<TracingLayer>(clock, [log](const RunTrace &trace) { log("debug", traceLine(trace)); }));
        stack.add(std::make_unique<TimeoutLayer>(timers));
        return stack.around(handler->second->create(executor));
    };
}

} // namespace fairlead

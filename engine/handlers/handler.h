// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/settings.h"
#include "engine/service/service.h"

namespace fairlead {

/// Brings work back to one thread: the loop of the worker that started a run. Threads: any may post.
class Executor
{
public:
    virtual ~Executor() = default;
    /// Runs `task` on the executor's thread, later, in order. Tasks posted after its end are dropped.
    virtual void post(std::function<void()> task) = 0;
};

/// Makes the innermost service of a stack: what really runs a queue's jobs. Made once per queue; `create` is called
/// once per worker thread. Threads: `create` is called on the thread that will use the service; the services of
/// several threads share only what the handler makes safe.
///
/// A handler listens to `run->cancellation`, answers with what the run came to, and never lets an exception out.
class Handler
{
public:
    virtual ~Handler() = default;
    /// "function", "process", ...
    virtual std::string kind() const = 0;
    /// Whom a run of this job would ask, such as a host; empty when all jobs ask the same.
    virtual std::string targetOf(const JobSpec &) const { return {}; }
    /// `executor` is the thread's own and outlives the service.
    virtual std::unique_ptr<Service> create(std::shared_ptr<Executor> executor) = 0;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/settings.h"
#include "engine/service/service.h"

namespace fairlead {

/// Runs tasks on one thread: that of the worker that started a run. Threads: any may post.
class Executor
{
public:
    virtual ~Executor() = default;
    /// Runs `task` on the executor's thread, later, in order. Tasks posted after its end are dropped.
    virtual void post(std::function<void()> task) = 0;
};

/// Makes the innermost service of a stack, which runs a queue's jobs. Made once for each queue; `create` is called once
/// for each worker thread. Threads: `create` is called on the thread that will use the service. The services of several
/// threads share only thread-safe objects of the handler.
///
/// A handler must listen to `run->cancellation`, answer with the outcome of the run, and never let an exception escape.
class Handler
{
public:
    virtual ~Handler() = default;
    /// "function", "process" and so on.
    virtual std::string kind() const = 0;
    /// The target that a run of this job would use, such as a host. Empty when all jobs use the same.
    virtual std::string targetOf(const JobSpec &) const { return {}; }
    /// `executor` belongs to the thread and outlives the service.
    virtual std::unique_ptr<Service> create(std::shared_ptr<Executor> executor) = 0;
};

} // namespace fairlead

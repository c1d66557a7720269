// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/handlers/blocking_pool.h"
#include "engine/handlers/handler.h"
#include "engine/handlers/run_context.h"

namespace fairlead {

/// Runs jobs by a C++ function of the embedding program. An exception becomes a failed attempt, class "exception". The
/// function may be called on several threads at once.
class FunctionHandler final : public Handler
{
public:
    using Function = std::function<Outcome(RunContext &)>;
    /// May answer at any time, on any thread. Only the first answer counts.
    using AsyncFunction = std::function<void(RunContext, std::function<void(Outcome)>)>;

    /// Called on the worker's event loop: must not block.
    static std::shared_ptr<Handler> quick(Function function);
    /// Called on the worker's event loop, answers later.
    static std::shared_ptr<Handler> async(AsyncFunction function);
    /// Called on a thread of the pool; may block. Runs wait while the pool is full.
    static std::shared_ptr<Handler> blocking(Function function, std::shared_ptr<BlockingPool> pool);

    std::string kind() const override { return "function"; }
    std::unique_ptr<Service> create(std::shared_ptr<Executor> executor) override;

private:
    using Factory = std::function<std::unique_ptr<Service>(std::shared_ptr<Executor>)>;
    explicit FunctionHandler(Factory factory)
        : m_factory(std::move(factory))
    {
    }
    const Factory m_factory;
};

} // namespace fairlead

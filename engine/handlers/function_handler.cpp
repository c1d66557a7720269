// SPDX-License-Identifier: Apache-2.0
#include "engine/handlers/function_handler.h"

#include "engine/service/stack.h"

namespace fairlead {

namespace {
/// Passes the first of any number of answers on to the worker's thread.
std::function<void(Outcome)> onceOn(std::shared_ptr<Executor> executor, Reply reply)
{
    struct Once
    {
        std::atomic<bool> isAnswered {false};
        Reply reply;
    };
    auto once = std::make_shared<Once>();
    once->reply = std::move(reply);
    return [once, executor = std::move(executor)](Outcome outcome) {
        if (once->isAnswered.exchange(true))
            return;
        executor->post([once, outcome = std::move(outcome)]() mutable { once->reply(std::move(outcome)); });
    };
}

class AsyncService final : public Service
{
public:
    AsyncService(FunctionHandler::AsyncFunction function, std::shared_ptr<Executor> executor)
        : m_function(std::move(function))
        , m_executor(std::move(executor))
    {
    }
    void call(RunPtr run, Reply reply) override
    {
        const std::function<void(Outcome)> answer = onceOn(m_executor, std::move(reply));
        const Outcome thrown = guarded([&]() -> Outcome {
            m_function(RunContext(run), answer);
            return Released {}; // stands for "no exception"
        });
        if (std::holds_alternative<Failed>(thrown))
            answer(thrown);
    }

private:
    const FunctionHandler::AsyncFunction m_function;
    const std::shared_ptr<Executor> m_executor;
};

class BlockingService final : public Service
{
public:
    BlockingService(
        FunctionHandler::Function function, std::shared_ptr<BlockingPool> pool, std::shared_ptr<Executor> executor)
        : m_function(std::move(function))
        , m_pool(std::move(pool))
        , m_executor(std::move(executor))
    {
    }
    bool reserve(const Run &) override { return m_pool->hasRoom(); }

    void call(RunPtr run, Reply reply) override
    {
        const std::function<void(Outcome)> answer = onceOn(m_executor, std::move(reply));
        const bool isTaken = m_pool->tryRun([function = m_function, run, answer] {
            RunContext context(run);
            answer(guarded([&] { return function(context); }));
        });
        if (!isTaken)
            answer(Failed {"overloaded", "the pool of blocking threads is full", {}});
    }

private:
    const FunctionHandler::Function m_function;
    const std::shared_ptr<BlockingPool> m_pool;
    const std::shared_ptr<Executor> m_executor;
};
} // namespace

std::shared_ptr<Handler> FunctionHandler::quick(Function function)
{
    return std::shared_ptr<Handler>(
        new FunctionHandler([function = std::move(function)](const std::shared_ptr<Executor> &) {
            return serviceFrom([function](const RunPtr &run) {
                RunContext context(run);
                return function(context);
            });
        }));
}

std::shared_ptr<Handler> FunctionHandler::async(AsyncFunction function)
{
    return std::shared_ptr<Handler>(
        new FunctionHandler([function = std::move(function)](std::shared_ptr<Executor> executor) {
            return std::make_unique<AsyncService>(function, std::move(executor));
        }));
}

std::shared_ptr<Handler> FunctionHandler::blocking(Function function, std::shared_ptr<BlockingPool> pool)
{
    return std::shared_ptr<Handler>(new FunctionHandler(
        [function = std::move(function), pool = std::move(pool)](std::shared_ptr<Executor> executor) {
            return std::make_unique<BlockingService>(function, pool, std::move(executor));
        }));
}

std::unique_ptr<Service> FunctionHandler::create(std::shared_ptr<Executor> executor)
{
    return m_factory(std::move(executor));
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/store_writer.h"

namespace fairlead {

/// The store as an actor of the engine sees it: questions go to the store thread, answers come back on the actor's
/// thread. Threads: the actor's. The actor outlives the answers, or its executor drops them.
class StoreGate
{
public:
    StoreGate(StoreQueue &queue, std::shared_ptr<Executor> home)
        : m_queue(queue)
        , m_home(std::move(home))
    {
    }

    /// `weight` is the number of jobs that the question touches.
    template <typename T>
    void ask(int weight, std::function<Result<T>(StoreSession &)> question, std::function<void(Result<T>)> answer)
    {
        askStore<T>(m_queue, StoreTask::From::Engine, weight, std::move(question), std::move(answer),
            [home = m_home](std::function<void()> task) { home->post(std::move(task)); });
    }

private:
    StoreQueue &m_queue;
    const std::shared_ptr<Executor> m_home;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/handlers/handler.h"

#include <deque>

namespace fairlead {

/// An event loop that runs on demand: tasks wait, in order, for `runAll`. Threads: one.
class PostedTasks final : public Executor
{
public:
    void post(std::function<void()> task) override { m_tasks.push_back(std::move(task)); }
    /// Runs the tasks, including those that are posted meanwhile.
    void runAll()
    {
        while (!m_tasks.empty()) {
            const std::function<void()> task = std::move(m_tasks.front());
            m_tasks.pop_front();
            task();
        }
    }

private:
    std::deque<std::function<void()>> m_tasks;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/simulation/direct_store_queue.h"

#include <QtGlobal>

#include <deque>

namespace fairlead {

/// Answers at once, like DirectStoreQueue. `failNext` makes the next tasks fail. It answers nothing while `isHeld`.
/// Threads: one.
class FailingStoreQueue final : public DirectStoreQueue
{
public:
    using DirectStoreQueue::DirectStoreQueue;
    void submit(StoreTask task) override
    {
        if (isHeld) {
            m_held.push_back(std::move(task));
            return;
        }
        if (failNext.empty()) {
            DirectStoreQueue::submit(std::move(task));
            return;
        }
        const Error error = failNext.front();
        failNext.pop_front();
        task.done(failure(error));
    }
    /// Answers the oldest held task. The others stay held.
    void letGoOne()
    {
        if (m_held.empty())
            qFatal("nothing is held");
        StoreTask first = std::move(m_held.front());
        m_held.erase(m_held.begin());
        isHeld = false;
        submit(std::move(first));
        isHeld = true;
    }
    void letGo()
    {
        isHeld = false;
        for (StoreTask &task : std::exchange(m_held, {}))
            submit(std::move(task));
    }
    /// The weights of the held tasks, in their order.
    std::vector<int> heldWeights() const
    {
        std::vector<int> weights;
        for (const StoreTask &task : m_held)
            weights.push_back(task.weight);
        return weights;
    }
    std::deque<Error> failNext;
    bool isHeld = false;

private:
    std::vector<StoreTask> m_held;
};

} // namespace fairlead

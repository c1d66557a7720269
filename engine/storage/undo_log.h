// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <vector>

namespace fairlead {

/// The steps that take back what the commit under way changed in memory. Threads: one.
class UndoLog
{
public:
    void add(std::function<void()> step) { m_steps.push_back(std::move(step)); }
    void clear() { m_steps.clear(); }
    void rollBack()
    {
        for (auto step = m_steps.rbegin(); step != m_steps.rend(); ++step)
            (*step)();
        m_steps.clear();
    }

private:
    std::vector<std::function<void()>> m_steps;
};

} // namespace fairlead

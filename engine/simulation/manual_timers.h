// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/service.h"

#include <algorithm>
#include <map>
#include <optional>

namespace fairlead {

/// Timers of a manual clock. They fire only in `advance`. Threads: one.
class ManualTimers final : public Timers
{
public:
    explicit ManualTimers(ManualClock &clock)
        : m_clock(clock)
    {
    }
    Id start(Microseconds delay, std::function<void()> task) override
    {
        const Id id {++m_lastId};
        m_tasks.emplace(std::pair(m_clock.monotonicNow() + delay, id), std::move(task));
        return id;
    }
    void cancel(Id id) override
    {
        std::erase_if(m_tasks, [id](const auto &entry) { return entry.first.second == id; });
    }
    /// Moves the clock, and fires the timers that fall due on the way, in order.
    void advance(Microseconds by)
    {
        const MonotonicTime end = m_clock.monotonicNow() + by;
        while (!m_tasks.empty() && m_tasks.begin()->first.first <= end) {
            m_clock.advance(std::max(m_tasks.begin()->first.first - m_clock.monotonicNow(), Microseconds {0}));
            const std::function<void()> task = std::move(m_tasks.begin()->second);
            m_tasks.erase(m_tasks.begin());
            task();
        }
        m_clock.advance(end - m_clock.monotonicNow());
    }
    /// The time until the next one fires.
    std::optional<Microseconds> untilNext() const
    {
        if (m_tasks.empty())
            return std::nullopt;
        return std::max(m_tasks.begin()->first.first - m_clock.monotonicNow(), Microseconds {0});
    }
    std::size_t count() const { return m_tasks.size(); }

private:
    ManualClock &m_clock;
    std::uint64_t m_lastId = 0;
    std::map<std::pair<MonotonicTime, Id>, std::function<void()>> m_tasks;
};

} // namespace fairlead

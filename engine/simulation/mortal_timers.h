// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/service/service.h"

namespace fairlead {

/// Timers that end with one life of an engine, based on others that go on. Threads: one.
class MortalTimers final : public Timers
{
public:
    explicit MortalTimers(Timers &timers)
        : m_timers(timers)
    {
    }
    Id start(Microseconds delay, std::function<void()> task) override
    {
        return m_timers.start(delay, [alive = std::weak_ptr(m_alive), task = std::move(task)] {
            if (!alive.expired())
                task();
        });
    }
    void cancel(Id id) override { m_timers.cancel(id); }

private:
    Timers &m_timers;
    const std::shared_ptr<bool> m_alive = std::make_shared<bool>();
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/dispatch/dispatch_ports.h"

#include <utility>

namespace fairlead {

/// Asks the dispatcher for a turn, in which it decides by all messages so far. The turn is posted, not called: all
/// messages of one batch are taken in before anything is decided. Threads: the dispatcher's.
class Turn
{
public:
    /// `take` is the turn. The ports must outlive this.
    Turn(const DispatchPorts &ports, std::function<void()> take)
        : m_ports(ports)
        , m_take(std::move(take))
    {
    }
    /// One turn serves all requests made before it.
    void ask()
    {
        if (std::exchange(m_isAsked, true))
            return;
        m_ports.home->post([this] {
            m_isAsked = false;
            m_take();
        });
    }
    void askAfterTrouble()
    {
        m_ports.timers.start(afterTrouble, [this] { ask(); });
    }

private:
    const DispatchPorts &m_ports;
    const std::function<void()> m_take;
    bool m_isAsked = false;
};

} // namespace fairlead

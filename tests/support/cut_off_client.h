// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/client.h"

#include <atomic>
#include <utility>
#include <vector>

namespace fairlead {

/// A Client whose line can be cut. Then every call fails with Unavailable, at once or later, or is never answered.
/// Threads: any; takeHeld only while there are no calls.
class CutOffClient final : public Client
{
public:
    enum class Line { Whole, Refused, Silent, Held };
    using Held = std::function<void()>; ///< fails one call
    explicit CutOffClient(Client &inner)
        : m_inner(&inner)
    {
    }
    void set(Line line) { m_line = line; }
    /// The calls that were made while the line was held.
    std::vector<Held> takeHeld() { return std::exchange(m_held, {}); }
    /// From now on calls go to another engine.
    void connectTo(Client &inner) { m_inner = &inner; }

    void submit(AnyCall call) override
    {
        if (m_line == Line::Whole)
            m_inner.load()->submit(std::move(call));
        else if (m_line == Line::Refused)
            refuse(call);
        else if (m_line == Line::Held)
            m_held.push_back([kept = std::make_shared<AnyCall>(std::move(call))] { refuse(*kept); });
    }

private:
    static void refuse(const AnyCall &call)
    {
        call.fail({ErrorCode::Unavailable, "connection refused by 127.0.0.1:8420"});
    }

    std::vector<Held> m_held;
    std::atomic<Client *> m_inner;
    std::atomic<Line> m_line {Line::Whole};
};

} // namespace fairlead

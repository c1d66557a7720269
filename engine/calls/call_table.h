// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/call.h"

#include <functional>
#include <map>

namespace fairlead {

/// The functions that answer calls, by call. Filled at the start, then immutable. Threads: any, as the functions allow.
class CallTable
{
public:
    /// Sets `answerer(C, Answer<C::Reply>, const CallContext &)`, or the same without the context. It must answer
    /// exactly once.
    template <typename C, typename Answerer>
    void on(Answerer answerer)
    {
        m_answerers[&C::info] = [answerer = std::move(answerer)](const AnyCall &any) {
            AnyCall::Typed<C> &typed = any.as<C>();
            if constexpr (std::is_invocable_v<Answerer, C, Answer<typename C::Reply>, const CallContext &>)
                answerer(std::move(typed.call), std::move(typed.answer), typed.context);
            else
                answerer(std::move(typed.call), std::move(typed.answer));
        };
    }
    /// False when this table has no answerer for the call.
    bool answer(const AnyCall &any) const
    {
        const auto found = m_answerers.find(&any.info());
        if (found == m_answerers.end())
            return false;
        found->second(any);
        return true;
    }

private:
    std::map<const CallInfo *, std::function<void(const AnyCall &)>> m_answerers;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/call.h"

namespace fairlead {

/// Asks an engine, in the same process or elsewhere. Asynchronous: no call blocks. Threads: any may call a LocalClient;
/// a RemoteClient belongs to the thread that made it.
class Client
{
public:
    virtual ~Client() = default;
    /// `answer` is called exactly once; see Answer. Calls and their errors are in engine/calls.
    template <typename C>
    void ask(C call, std::type_identity_t<Answer<typename C::Reply>> answer, CallContext context = {})
    {
        submit(AnyCall(std::move(call), std::move(context), std::move(answer)));
    }
    /// The same for a call with several kinds of reply. `answer` gets the kind T.
    template <typename T, typename C>
    void askFor(C call, std::type_identity_t<Answer<T>> answer, CallContext context = {})
    {
        const auto choose = [answer = std::move(answer)](Result<typename C::Reply> reply) {
            if (!reply)
                answer(failure(reply.error()));
            else if (T *one = std::get_if<T>(&*reply))
                answer(std::move(*one));
            else
                answer(failure(ErrorCode::Internal, "the engine's answer is of another kind; is it another version?"));
        };
        ask(std::move(call), choose, std::move(context));
    }
    virtual void submit(AnyCall call) = 0;
};

} // namespace fairlead

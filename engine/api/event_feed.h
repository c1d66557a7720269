// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/body_stream.h"
#include "engine/calls/log_calls.h"
#include "engine/client/client.h"

#include <memory>

namespace fairlead {

/// The log of events as a text/event-stream (WHATWG HTML, 9.2): `id` is the event's number, so that a client that comes
/// back with Last-Event-ID goes on where it was. Events that are not kept any more are told of by an event `missed`.
/// Threads: any.
class EventFeed final : public BodyStream, public std::enable_shared_from_this<EventFeed>
{
public:
    /// Without `since` it begins with what happens from now on.
    EventFeed(Client &client, ListEvents call, CallContext context)
        : m_client(client)
        , m_call(std::move(call))
        , m_context(std::move(context))
    {
    }

protected:
    void wanted() override;

private:
    void take(const Result<EventPage> &page);

    Client &m_client;
    ListEvents m_call; ///< one question is under way at a time
    const CallContext m_context;
};

} // namespace fairlead

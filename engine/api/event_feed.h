// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/api/body_stream.h"
#include "engine/calls/log_calls.h"
#include "engine/client/client.h"

#include <memory>

namespace fairlead {

/// The event log as a text/event-stream (WHATWG HTML, 9.2). `id` is the event's number, so that a client that
/// reconnects with Last-Event-ID continues there. An event `missed` reports events that are not kept any more. Threads:
/// any.
class EventFeed final : public BodyStream, public std::enable_shared_from_this<EventFeed>
{
public:
    /// Without `since` it begins with the next new event.
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
    ListEvents m_call; ///< one call is under way at a time
    const CallContext m_context;
};

} // namespace fairlead

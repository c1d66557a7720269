// SPDX-License-Identifier: Apache-2.0
#include "engine/api/event_feed.h"

#include "engine/wire/json.h"

namespace fairlead {

namespace {
/// Also the time between two signs of life of a silent stream, by which it notices that its reader is gone.
constexpr Microseconds waitMax = std::chrono::seconds {15};
constexpr int eventsAtOnce = 100;
} // namespace

void EventFeed::wanted()
{
    const bool isFirst = !m_call.since;
    m_call.limit = isFirst ? 1 : eventsAtOnce;
    m_call.wait = isFirst ? Microseconds {0} : waitMax;
    m_client.ask(
        m_call,
        [self = shared_from_this(), isFirst](Result<EventPage> page) {
            if (isFirst && page)
                page->events.clear();
            self->take(page);
        },
        m_context);
}

void EventFeed::take(const Result<EventPage> &page)
{
    if (!page) {
        end();
        return;
    }
    std::string text;
    if (page->missed > 0)
        text = "event: missed\ndata: {\"missed\":" + std::to_string(page->missed) + "}\n\n";
    for (const Event &event : page->events)
        text += "id: " + std::to_string(event.number) + "\ndata: " + writeJson(event) + "\n\n";
    m_call.since = page->next;
    put(text.empty() ? ":\n\n" : text);
}

} // namespace fairlead

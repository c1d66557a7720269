// SPDX-License-Identifier: Apache-2.0
#include "engine/control/event_service.h"

#include <algorithm>

namespace fairlead {

void EventService::read(const EventQuery &query, Answer<EventPage> answer, std::function<bool()> isAsking)
{
    auto wait = std::make_shared<Wait>(Wait {query, std::move(answer), std::move(isAsking), {}});
    m_reader.post([this, wait] { begin(wait); });
}

void EventService::open()
{
    m_isOpen = true;
}

void EventService::close()
{
    m_isOpen = false;
    for (const WaitPtr &wait : std::exchange(m_waits, {}))
        wait->answer(failure(ErrorCode::Unavailable, "the engine is stopping"));
    m_waiting = 0;
}

void EventService::written(std::int64_t last)
{
    // The number is stored first, and the waiting calls are read after it. begin() does it in the opposite order, so
    // that one of the two always sees the other.
    if (m_last.exchange(last) == last || m_waiting == 0 || m_isLookPosted.exchange(true))
        return;
    m_reader.post([this] { lookForAll(); });
}

void EventService::begin(const WaitPtr &wait)
{
    if (!m_isOpen) {
        wait->answer(failure(ErrorCode::Unavailable, "the engine is stopping"));
        return;
    }
    ++m_waiting;
    if (look(wait)) {
        --m_waiting;
        return;
    }
    if (m_waits.size() >= m_waitsMax)
        dropAbandoned();
    m_waits.push_back(wait);
    wait->timer = m_reader.timers().start(wait->query.wait, [this, wait] {
        wait->timer.reset();
        EventPage none;
        none.next = *wait->query.since;
        end(wait, none);
    });
}

void EventService::dropAbandoned()
{
    for (const WaitPtr &wait : std::vector<WaitPtr>(m_waits)) {
        if (!wait->isAsking || wait->isAsking())
            continue;
        if (wait->timer)
            m_reader.timers().cancel(*wait->timer);
        wait->timer.reset();
        end(wait, EventPage {});
    }
    // Twice as many as are left, so that the looks cost little however many wait.
    m_waitsMax = std::max(abandonedLook, 2 * m_waits.size());
}

void EventService::lookForAll()
{
    m_isLookPosted = false;
    for (const WaitPtr &wait : std::vector<WaitPtr>(m_waits)) {
        if (look(wait)) {
            std::erase(m_waits, wait);
            --m_waiting;
        }
    }
}

bool EventService::look(const WaitPtr &wait)
{
    EventQuery &query = wait->query;
    for (;;) {
        Result<EventPage> page = m_reader.reader().journal().events(query);
        const bool isEmpty = page && page->events.empty() && page->missed == 0;
        // An empty page may have more behind it: the filter left events out.
        const bool isMore = page && page->next < m_last;
        if (!isEmpty || (!isMore && query.wait <= Microseconds {0})) {
            if (wait->timer)
                m_reader.timers().cancel(*wait->timer);
            wait->timer.reset();
            wait->answer(std::move(page));
            return true;
        }
        query.since = page->next;
        if (!isMore)
            return false;
    }
}

void EventService::end(const WaitPtr &wait, Result<EventPage> page)
{
    if (std::erase(m_waits, wait) > 0) {
        --m_waiting;
        wait->answer(std::move(page));
    }
}

} // namespace fairlead

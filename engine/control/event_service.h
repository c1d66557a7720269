// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/reader_thread.h"
#include "engine/domain/requests.h"

namespace fairlead {

/// Reads the event log, and lets subscribers wait for new events. It keeps nothing for a subscriber: each reads the
/// store's log from its own number. So a slow subscriber costs nothing, and misses only events that are not kept any
/// more. Threads: any, unless said otherwise.
class EventService
{
public:
    /// `reader` must outlive it.
    explicit EventService(ReaderThread &reader)
        : m_reader(reader)
    {
    }
    /// Answers at once when there is an event, or some were missed. Otherwise answers with the first new event, or with
    /// none when the wait is over. `isAsking` tells whether the caller still waits; empty means unknown.
    void read(const EventQuery &query, Answer<EventPage> answer, std::function<bool()> isAsking = {});
    /// To be called when events up to `last` are on disk.
    void written(std::int64_t last);

    // The next two are called on the reader's thread, while its reader exists.
    void open();
    /// Answers all waiting calls with Unavailable.
    void close();

private:
    static constexpr std::size_t abandonedLook = 64;
    struct Wait
    {
        EventQuery query;
        Answer<EventPage> answer;
        std::function<bool()> isAsking;
        std::optional<Timers::Id> timer;
    };
    using WaitPtr = std::shared_ptr<Wait>;
    void begin(const WaitPtr &wait);
    /// True when the call was answered.
    bool look(const WaitPtr &wait);
    void lookForAll();
    /// Ends the waits of callers that have gone.
    void dropAbandoned();
    void end(const WaitPtr &wait, Result<EventPage> page);

    ReaderThread &m_reader;
    std::atomic<std::int64_t> m_last {0}; ///< last event on disk
    std::atomic<int> m_waiting {0}; ///< size of m_waits
    std::atomic<bool> m_isLookPosted {false};

    // Reader thread only.
    bool m_isOpen = false;
    std::vector<WaitPtr> m_waits;
    std::size_t m_waitsMax = abandonedLook; ///< when there are more, the abandoned ones are dropped
};

} // namespace fairlead

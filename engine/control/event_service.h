// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/reader_thread.h"
#include "engine/domain/requests.h"

namespace fairlead {

/// The log of what happened, and who waits for it to go on. Nothing is kept for a subscriber: each reads the store's
/// log from the number it has come to, so that a slow one costs nothing and may only miss what is not kept any more.
/// Threads: any, unless said otherwise.
class EventService
{
public:
    /// All outlive it.
    explicit EventService(ReaderThread &reader)
        : m_reader(reader)
    {
    }
    /// Answers at once when there is an event, or some were missed; else with the first one that comes, or without when
    /// the wait is over.
    void read(const EventQuery &query, Answer<EventPage> answer);
    /// Events up to `last` are on disk.
    void written(std::int64_t last);

    // On the reader's thread, once its reader is there and before it goes.
    void open();
    /// Answers those who wait with Unavailable.
    void close();

private:
    struct Wait
    {
        EventQuery query;
        Answer<EventPage> answer;
        std::optional<Timers::Id> timer;
    };
    using WaitPtr = std::shared_ptr<Wait>;
    void begin(const WaitPtr &wait);
    /// True when it was answered.
    bool look(const WaitPtr &wait);
    void lookForAll();
    void end(const WaitPtr &wait, Result<EventPage> page);

    ReaderThread &m_reader;
    std::atomic<std::int64_t> m_last {0}; ///< on disk
    std::atomic<int> m_waiting {0}; ///< size of m_waits
    std::atomic<bool> m_isLookPosted {false};

    // Reader thread only.
    bool m_isOpen = false;
    std::vector<WaitPtr> m_waits;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
#include "engine/domain/ids.h"

#include <optional>
#include <string>
#include <vector>

namespace fairlead {

/// The change that an event reports. The numbers reach the disk: do not change them.
enum class EventKind {
    JobAccepted = 0, ///< `due`: the time it becomes ready, if that is in the future
    JobStarted = 1, ///< `who`: the worker
    JobSucceeded = 2,
    JobFailed = 3, ///< another attempt follows when it is `due`; `text`: the error's class
    JobDead = 4, ///< `text`: the error's class
    JobExpired = 5,
    JobCancelled = 6,
    JobSnoozed = 7,
    JobReleased = 8, ///< its run was cut; it waits again at the end of its lane
    JobRetried = 9, ///< an operator made it ready again
    // The queue, the tenant, or both; else the engine. `who`, and in `text` the reason.
    Paused = 10,
    Resumed = 11,
    TenantSet = 12,
    EngineStarted = 13, ///< `text`: the version
    EngineStopping = 14, ///< `text`: "drain" or "now"
    EngineStopped = 15, ///< missing when the process was killed
    JobDeleted = 16, ///< can be restored for ten minutes
    JobRestored = 17,
    JobMoved = 18, ///< to another queue or priority; the event has the new queue
    StoreLost = 19, ///< a start found that commits of an earlier life are gone; `text`: what is missing
    // The queue or the tenant that the alert watches, if any; `text`: its name, its measure and its threshold.
    AlertRaised = 20,
    AlertCleared = 21,
    JobTagged = 22, ///< an operator changed its tags; `who`
};
inline constexpr int eventKindCount = 23;
/// For example "job.started".
std::string_view eventKindName(EventKind kind);
/// Empty for an unknown name.
std::optional<EventKind> parseEventKind(std::string_view name);

/// One change in an engine. It is written in the commit of the change. Numbers ascend by one from 1, over all lives of
/// a store.
struct Event
{
    std::int64_t number = 0; ///< 0: not written yet
    TimePoint at {};
    EventKind kind = EventKind::JobAccepted;
    std::optional<JobId> job {};
    std::optional<QueueName> queue {};
    std::optional<TenantName> tenant {};
    int attempt = 0; ///< of a started or ended run
    std::optional<TimePoint> due {};
    std::string who {};
    std::string text {};
};

/// Selects events. Empty parts do not filter.
struct EventQuery
{
    std::optional<std::int64_t> since; ///< events with higher numbers; empty: the newest `limit`
    std::optional<QueueName> queue {};
    std::optional<TenantName> tenant {};
    int limit = 100; ///< 1 to 1000
    Microseconds wait {0}; ///< for the first event; at most 60 s
};

/// A part of the log, oldest first.
struct EventPage
{
    std::vector<Event> events;
    std::int64_t next = 0; ///< the next value of `since`
    std::int64_t missed = 0; ///< events after `since` that are not kept any more
};

} // namespace fairlead

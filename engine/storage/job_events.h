// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/event.h"
#include "engine/storage/store.h"

namespace fairlead {

// The event that each verb of a store writes in its commit: the same for every store.

Event acceptedEvent(const Enqueued &job, TimePoint now);
Event startedEvent(const ClaimedJob &job, const std::string &worker);
/// A job that was claimed but may not run: expired or dead.
Event unstartedEvent(const Job &job, JobState state, const std::string &errorClass, TimePoint now);
/// `attempt`: of the run that ended; `cancelledBy`: told when it ended so.
Event finishedEvent(const Finished &finished, const Disposition &disposition, int attempt,
    const std::string &cancelledBy, TimePoint now);
/// By whom, and why.
struct ActNote
{
    std::string who {};
    std::string text {};
};
/// A cancel or a retry by an operator, or what was dropped to make room. Empty when nothing has changed yet: a running
/// job that is to be cancelled.
std::optional<Event> actedEvent(const Acted &acted, TimePoint now, const ActNote &note = {});

/// An act on a job that did nothing else to it.
Event changedEvent(EventKind kind, const JobId &id, const Lane &lane, TimePoint now);

/// Where a read of the log begins, given the numbers of the oldest and newest event kept (newest 0: none yet): `next`
/// and `missed` of an empty page. Fails with Invalid when `since` lies in the future.
Result<EventPage> firstPage(const EventQuery &query, std::int64_t oldest, std::int64_t newest);
bool matches(const EventQuery &query, const Event &event);

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/event.h"
#include "engine/storage/job_changes.h"

namespace fairlead {

// The events that the verbs of a JobStore write in their commit, the same for every store.

Event acceptedEvent(const Enqueued &job, TimePoint now);
Event startedEvent(const ClaimedJob &job, const std::string &worker);
/// The event of a claim that did not start the job: it is expired or dead.
Event unstartedEvent(const Job &job, JobState state, const std::string &errorClass, TimePoint now);
/// `attempt` is the number of the run that ended. `cancelledBy` is named by the event of a cancellation.
Event finishedEvent(
    const Finished &finished, const RunDecision &decision, int attempt, const std::string &cancelledBy, TimePoint now);
/// The name of an operator and the reason.
struct ActNote
{
    std::string who {};
    std::string text {};
};
/// The event of a cancellation, a retry or a drop. Empty for a running job that is to be cancelled: it has not changed
/// yet.
std::optional<Event> changeEvent(const StateChange &changed, TimePoint now, const ActNote &note = {});
/// The event of an act that changed nothing else of the job.
Event changedEvent(EventKind kind, const JobId &id, const Lane &lane, TimePoint now);
Event taggedEvent(const Job &job, const std::string &who, TimePoint now);

/// The page from which a read of the log goes on, still empty, with `next` and `missed` set. `oldest` and `newest` are
/// the numbers of the events that are kept; `newest` is 0 when there is none. Fails with Invalid when `since` lies in
/// the future.
Result<EventPage> firstPage(const EventQuery &query, std::int64_t oldest, std::int64_t newest);
bool matches(const EventQuery &query, const Event &event);

} // namespace fairlead

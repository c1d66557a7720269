// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/job_events.h"

#include <algorithm>

namespace fairlead {

namespace {
EventKind kindOfEnd(JobState state, JobEvent event)
{
    switch (state) {
    case JobState::Succeeded:
        return EventKind::JobSucceeded;
    case JobState::Dead:
        return EventKind::JobDead;
    case JobState::Expired:
        return EventKind::JobExpired;
    case JobState::Cancelled:
        return EventKind::JobCancelled;
    case JobState::Scheduled:
    case JobState::Blocked:
    case JobState::Ready:
    case JobState::Running:
        break;
    }
    if (event == JobEvent::Snoozed)
        return EventKind::JobSnoozed;
    return event == JobEvent::Released ? EventKind::JobReleased : EventKind::JobFailed;
}
} // namespace

Event changedEvent(EventKind kind, const JobId &id, const Lane &lane, TimePoint now)
{
    Event event;
    event.at = now;
    event.kind = kind;
    event.job = id;
    event.queue = lane.queue;
    event.tenant = lane.tenant;
    return event;
}

Event taggedEvent(const Job &job, const std::string &who, TimePoint now)
{
    const JobSpec &spec = job.spec;
    Event event = changedEvent(EventKind::JobTagged, job.id, {spec.queue, spec.priority, spec.tenant}, now);
    event.who = who;
    return event;
}

Event acceptedEvent(const Enqueued &job, TimePoint now)
{
    Event event = changedEvent(EventKind::JobAccepted, job.receipt.id, job.lane, now);
    event.due = job.due;
    return event;
}

Event startedEvent(const ClaimedJob &job, const std::string &worker)
{
    const JobSpec &spec = job.job.spec;
    Event event =
        changedEvent(EventKind::JobStarted, job.job.id, {spec.queue, spec.priority, spec.tenant}, job.started);
    event.attempt = job.attempt;
    event.who = worker;
    return event;
}

Event unstartedEvent(const Job &job, JobState state, const std::string &errorClass, TimePoint now)
{
    const JobSpec &spec = job.spec;
    Event event =
        changedEvent(kindOfEnd(state, JobEvent::DeadlinePassed), job.id, {spec.queue, spec.priority, spec.tenant}, now);
    event.text = errorClass;
    return event;
}

Event finishedEvent(
    const Finished &finished, const RunDecision &decision, int attempt, const std::string &cancelledBy, TimePoint now)
{
    Event event = changedEvent(kindOfEnd(finished.state, decision.event), finished.id, finished.lane, now);
    event.attempt = attempt;
    event.due = finished.due;
    event.text = decision.errorClass;
    if (finished.state == JobState::Cancelled)
        event.who = cancelledBy;
    return event;
}

std::optional<Event> changeEvent(const StateChange &changed, TimePoint now, const ActNote &note)
{
    if (changed.runningToken)
        return std::nullopt; // the end of the run writes the event
    const EventKind kind = changed.ready ? EventKind::JobRetried : EventKind::JobCancelled;
    Event event = changedEvent(kind, changed.id, changed.lane, now);
    event.who = note.who;
    event.text = note.text;
    return event;
}

Result<EventPage> firstPage(const EventQuery &query, std::int64_t oldest, std::int64_t newest)
{
    if (query.since.value_or(0) > newest || query.since.value_or(0) < 0)
        return failure(ErrorCode::Invalid,
            "since: the newest event has number " + std::to_string(newest)
                + "; is this another store? Begin anew, without a number");
    EventPage page;
    page.next = query.since.value_or(std::max<std::int64_t>(newest - query.limit, 0));
    if (newest > 0 && page.next < oldest - 1) {
        page.missed = query.since ? oldest - 1 - page.next : 0;
        page.next = oldest - 1;
    }
    return page;
}

bool matches(const EventQuery &query, const Event &event)
{
    return (!query.queue || query.queue == event.queue) && (!query.tenant || query.tenant == event.tenant);
}

} // namespace fairlead

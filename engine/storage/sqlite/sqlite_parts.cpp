// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_parts.h"

namespace fairlead {

SqliteParts::SqliteParts(
    SqliteOptions chosen, std::unique_ptr<LockFile> taken, std::unique_ptr<SqliteConnection> opened)
    : options(std::move(chosen))
    , reserve(options.path, options.reservedBytes, options.freeBytesMin)
    , lead(std::move(taken))
    , database(std::move(opened))
    , names(*database)
    , transaction(*database, reserve, options.unindexedMax)
    , jobs(*database, names)
    , recent(transaction.undo())
    , delayed(*database, transaction)
    , runs(*database, transaction.undo())
    , ends(*database)
    , operations(*database)
{
}

void SqliteParts::noteTime(TimePoint now)
{
    const std::int64_t time = now.time_since_epoch().count();
    if (time > latestTime->load())
        latestTime->store(time);
}

void SqliteParts::note(const Event &event)
{
    const std::int64_t queue = event.queue ? names.queues.numberOf(event.queue->text(), transaction.undo()) : 0;
    const std::int64_t tenant = event.tenant ? names.tenants.numberOf(event.tenant->text(), transaction.undo()) : 0;
    transaction.events().add(event, queue, tenant);
}

CounterKey SqliteParts::numbersOf(const QueueName &queue, const TenantName &tenant)
{
    return {names.queues.find(queue.text()).value_or(0), names.tenants.find(tenant.text()).value_or(0)};
}

ReadyJob SqliteParts::makeReady(
    JobNumber seq, const LaneKey &lane, std::int64_t cost, std::optional<TimePoint> deadline, TimePoint now)
{
    // After a crash, a start finds the job by its row in `delayed` until the index is written.
    delayed.add(seq, now);
    const ReadyJob ready {seq, QueuePosition {transaction.nextNumber()}, cost, deadline};
    transaction.waiting().add(lane, ready, true);
    return ready;
}

std::optional<StoredJob> SqliteParts::findJob(const JobId &id, JobRows::Payload payload)
{
    const auto seq = jobs.numberOf(id);
    return seq && !ends.isDeleted(*seq) ? jobs.find(*seq, payload) : std::nullopt;
}

JobState SqliteParts::stateOf(JobNumber seq)
{
    JobPlaces places;
    places.isRunning = runs.find(seq) != nullptr;
    if (const auto outcome = ends.find(seq))
        places.outcome = outcome->state;
    places.isDelayed = delayed.dueOf(seq).has_value();
    places.isDue = places.isDelayed && transaction.waiting().isUnindexed(seq);
    return orThrow(deriveState(places));
}

Place SqliteParts::takeFromBacklog(const StoredJob &stored)
{
    const JobNumber seq = stored.job.seq;
    const auto due = delayed.dueOf(seq);
    if (const auto position = transaction.waiting().positionOf(stored.lane, seq))
        transaction.waiting().take({stored.lane, *position}, seq);
    if (!due)
        return Place::Waiting;
    delayed.remove(seq);
    return Place::Delayed;
}

StateChange SqliteParts::cancelBacklogged(const StoredJob &stored, TimePoint now, const ActNote &note)
{
    const Place place = takeFromBacklog(stored);
    const Attempts attempts = ends.attempts(stored.job.seq);
    const Ending ending {.seq = stored.job.seq,
        .lane = stored.lane,
        .state = JobState::Cancelled,
        .attempts = attempts,
        .wasAttempted = attempts != Attempts {},
        .started = {},
        .finished = now,
        .result = {},
        .fingerprint = {},
        .uniqueKey = stored.job.spec.uniqueKey};
    ends.end({&ending, 1});
    transaction.counters().move(stored.counter(), place, Place::Cancelled, stored.payloadBytes);
    StateChange changed {stored.job.id, stored.job.seq, stored.laneNames(), JobState::Cancelled, {}, {}, true};
    this->note(*changeEvent(changed, now, note), stored.lane);
    return changed;
}

} // namespace fairlead

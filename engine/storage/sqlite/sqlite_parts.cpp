// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_parts.h"

namespace fairlead {

SqliteParts::SqliteParts(SqliteOptions chosen, LockFile taken, std::unique_ptr<SqliteConnection> opened)
    : options(std::move(chosen))
    , ballast(options.path, options.ballastBytes, options.freeBytesMin)
    , lock(std::move(taken))
    , database(std::move(opened))
    , names(*database)
    , ledger(*database, ballast, options.youngMax)
    , jobs(*database, names)
    , recent(ledger.undo())
    , delayed(*database, ledger)
    , runs(*database, ledger.undo())
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

Result<> SqliteParts::note(const Event &event)
{
    Result<std::int64_t> queue = 0;
    Result<std::int64_t> tenant = 0;
    if (event.queue)
        queue = names.queues.numberOf(event.queue->text(), ledger.undo());
    if (event.tenant)
        tenant = names.tenants.numberOf(event.tenant->text(), ledger.undo());
    if (!queue)
        return failure(queue.error());
    if (!tenant)
        return failure(tenant.error());
    ledger.events().add(event, *queue, *tenant);
    return {};
}

Result<CounterKey> SqliteParts::numbersOf(const QueueName &queue, const TenantName &tenant)
{
    const auto queueNumber = names.queues.find(queue.text());
    const auto tenantNumber = names.tenants.find(tenant.text());
    if (!queueNumber)
        return failure(queueNumber.error());
    if (!tenantNumber)
        return failure(tenantNumber.error());
    return CounterKey {queueNumber->value_or(0), tenantNumber->value_or(0)};
}

Result<ReadyJob> SqliteParts::putBack(
    Seq seq, const LaneKey &lane, std::int64_t cost, std::optional<TimePoint> deadline, TimePoint now)
{
    // The row in `delayed` is what a start finds the job by, until the index is written.
    if (auto done = delayed.add(seq, now); !done)
        return failure(done.error());
    const ReadyJob ready {seq, Position {ledger.nextNumber()}, cost, deadline};
    ledger.waiting().add(lane, ready, true);
    return ready;
}

Result<std::optional<StoredJob>> SqliteParts::findJob(const JobId &id, JobRows::Payload payload)
{
    const auto seq = jobs.seqOf(id);
    if (!seq)
        return failure(seq.error());
    if (!*seq)
        return std::optional<StoredJob> {};
    const auto isDeleted = ends.isDeleted(**seq);
    if (!isDeleted)
        return failure(isDeleted.error());
    if (*isDeleted)
        return std::optional<StoredJob> {};
    return jobs.find(**seq, payload);
}

Result<JobState> SqliteParts::stateOf(Seq seq)
{
    JobPlaces places;
    places.isRunning = runs.find(seq) != nullptr;
    const auto outcome = ends.find(seq);
    const auto due = delayed.dueOf(seq);
    if (!outcome)
        return failure(outcome.error());
    if (!due)
        return failure(due.error());
    if (*outcome)
        places.outcome = (*outcome)->state;
    places.isDelayed = due->has_value();
    places.isDue = places.isDelayed && ledger.waiting().isYoung(seq);
    return deriveState(places);
}

} // namespace fairlead

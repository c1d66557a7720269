// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/memory_state.h"

#include "engine/storage/job_body.h"

namespace fairlead {

namespace {
bool isDeadLetter(const MemoryRecord &record)
{
    return record.end && !record.deleted
        && (record.end->state == JobState::Dead || record.end->state == JobState::Expired);
}

/// Sets or removes one entry of a map and returns the step that puts the old one back.
template <typename Map>
std::function<void()> assign(
    Map &map, const typename Map::key_type &key, std::optional<typename Map::mapped_type> value)
{
    std::optional<typename Map::mapped_type> old;
    if (const auto found = map.find(key); found != map.end())
        old = found->second;
    if (value)
        map.insert_or_assign(key, std::move(*value));
    else
        map.erase(key);
    return [&map, key, old] {
        if (old)
            map.insert_or_assign(key, *old);
        else
            map.erase(key);
    };
}
} // namespace

JobState MemoryRecord::state() const
{
    if (end)
        return end->state;
    if (run)
        return JobState::Running;
    return due ? JobState::Scheduled : JobState::Ready;
}

MemoryRecord MemoryRecord::lifted() const
{
    MemoryRecord next = *this;
    next.position.reset();
    next.due.reset();
    next.run.reset();
    next.end.reset();
    return next;
}

void MemoryRecord::addError(AttemptError error)
{
    error.fingerprint = errorFingerprint(error.errorClass, error.text);
    if (!firstError)
        firstError = error;
    errors.push_back(std::move(error));
    if (errors.size() > errorsKeptMax)
        errors.erase(errors.begin());
}

const MemoryRecord *MemoryState::find(const JobId &id) const
{
    const auto found = ids.find(id);
    return found == ids.end() ? nullptr : &records.at(found->second);
}

const MemoryRecord *MemoryState::findKept(const JobId &id) const
{
    const MemoryRecord *record = find(id);
    return record && !record->deleted ? record : nullptr;
}

void MemoryState::remove(Seq seq)
{
    MemoryRecord old = std::move(records.at(seq));
    removeFromIndexes(old);
    ids.erase(old.job->id);
    records.erase(seq);
    m_undo.emplace_back([this, seq, old = std::move(old)] {
        addToIndexes(old);
        records.insert_or_assign(seq, old);
    });
}

void MemoryState::removeDeletedBefore(TimePoint time)
{
    std::vector<Seq> old;
    for (const auto &[seq, record] : records) {
        if (record.deleted && *record.deleted <= time)
            old.push_back(seq);
    }
    for (const Seq seq : old) {
        const std::string key = records.at(seq).job->spec.idempotencyKey;
        if (const auto entry = idempotency.find(key); entry != idempotency.end() && entry->second.seq == seq)
            setIdempotency(key, {});
        remove(seq);
    }
}

void MemoryState::put(MemoryRecord record)
{
    const Seq seq = record.job->seq;
    const auto found = records.find(seq);
    std::optional<MemoryRecord> old;
    if (found != records.end()) {
        removeFromIndexes(found->second);
        old = std::move(found->second);
    }
    addToIndexes(record);
    records.insert_or_assign(seq, std::move(record));
    m_undo.emplace_back([this, seq, old = std::move(old)] {
        removeFromIndexes(records.at(seq));
        if (old) {
            addToIndexes(*old);
            records.insert_or_assign(seq, *old);
        } else {
            ids.erase(records.at(seq).job->id);
            records.erase(seq);
        }
    });
}

void MemoryState::setIdempotency(const std::string &key, std::optional<IdempotencyEntry> entry)
{
    m_undo.push_back(assign(idempotency, key, std::move(entry)));
}

void MemoryState::setPause(const PauseKey &key, std::optional<Pause> pause)
{
    m_undo.push_back(assign(pauses, key, std::move(pause)));
}

void MemoryState::setTenant(const TenantSettings &settings)
{
    m_undo.push_back(assign(tenants, settings.name, std::optional(settings)));
}

void MemoryState::setScale(const QueueName &queue, std::optional<int> workers)
{
    m_undo.push_back(assign(scales, queue, workers));
}

void MemoryState::setFlow(TimePoint minute, std::optional<std::string> bytes)
{
    m_undo.push_back(assign(flow, minute, std::move(bytes)));
}

void MemoryState::note(Event event)
{
    event.number = lastEvent() + 1;
    events.push_back(std::move(event));
    m_undo.emplace_back([this] { events.pop_back(); });
}

void MemoryState::append(const AuditEntry &entry)
{
    auditLog.push_back(entry);
    m_undo.emplace_back([this] { auditLog.pop_back(); });
}

void MemoryState::keepChanges()
{
    m_undo.clear();
    while (events.size() > static_cast<std::size_t>(eventsKept))
        events.pop_front();
}

void MemoryState::setOperation(const JobId &id, std::optional<Operation> operation)
{
    m_undo.push_back(assign(operations, id, std::move(operation)));
}

void MemoryState::setDebts(std::vector<Debt> kept)
{
    m_undo.emplace_back([this, old = std::exchange(debts, std::move(kept))] { debts = old; });
}

void MemoryState::setCached(const CacheKey &key, std::optional<CachedResult> entry)
{
    const auto found = cached.find(key);
    m_undo.emplace_back([this, key, old = found == cached.end() ? std::nullopt : std::optional(found->second)] {
        replaceCached(key, old);
    });
    replaceCached(key, std::move(entry));
}

void MemoryState::replaceCached(const CacheKey &key, std::optional<CachedResult> entry)
{
    std::int64_t &bytes = cachedBytes[key.cache];
    auto &byTime = cachedByTime[key.cache];
    if (const auto old = cached.find(key); old != cached.end()) {
        bytes -= static_cast<std::int64_t>(old->second.result.bytes.size());
        byTime.erase({old->second.expires, key.digest});
        cached.erase(old);
    }
    if (!entry)
        return;
    bytes += static_cast<std::int64_t>(entry->result.bytes.size());
    byTime.insert({entry->expires, key.digest});
    cached.emplace(key, std::move(*entry));
}

void MemoryState::undoChanges()
{
    for (auto step = m_undo.rbegin(); step != m_undo.rend(); ++step)
        (*step)();
    m_undo.clear();
}

void MemoryState::count(const MemoryRecord &record, int by)
{
    const JobSpec &spec = record.job->spec;
    counts[{spec.queue, spec.tenant}].at(static_cast<std::size_t>(record.state())) += by;
    if (record.position || record.due)
        backlogBytes[{spec.queue, spec.tenant}] += by * static_cast<std::int64_t>(spec.payload.size());
}

void MemoryState::addToIndexes(const MemoryRecord &record)
{
    const Job &job = *record.job;
    ids[job.id] = job.seq;
    if (record.position) {
        lanes[record.lane()][*record.position] = job.seq;
        if (job.spec.deadline)
            deadlines.emplace(*job.spec.deadline, job.seq);
    }
    if (record.due)
        due.emplace(*record.due, job.seq);
    if (record.run)
        running[record.run->token] = job.seq;
    if (isDeadLetter(record))
        deadLetters.emplace(record.end->finished, job.seq);
    if (!record.end && !job.spec.uniqueKey.empty())
        uniqueKeys[{job.spec.queue, job.spec.uniqueKey}] = job.seq;
    if (!record.deleted)
        count(record, 1);
}

void MemoryState::removeFromIndexes(const MemoryRecord &record)
{
    const Job &job = *record.job;
    if (record.position) {
        const auto lane = lanes.find(record.lane());
        lane->second.erase(*record.position);
        if (lane->second.empty())
            lanes.erase(lane);
        if (job.spec.deadline)
            deadlines.erase({*job.spec.deadline, job.seq});
    }
    if (record.due)
        due.erase({*record.due, job.seq});
    if (record.run)
        running.erase(record.run->token);
    if (isDeadLetter(record))
        deadLetters.erase({record.end->finished, job.seq});
    if (!record.end && !job.spec.uniqueKey.empty())
        uniqueKeys.erase({job.spec.queue, job.spec.uniqueKey});
    if (!record.deleted)
        count(record, -1);
}

} // namespace fairlead

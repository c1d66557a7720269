// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/memory/memory_jobs.h"

#include "engine/storage/idempotent_body.h"

#include <algorithm>

namespace fairlead {

namespace {
bool isDeadLetter(const MemoryRecord &record)
{
    return record.end && !record.deleted
        && (record.end->state == JobState::Dead || record.end->state == JobState::Expired);
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

void MemoryRecord::addLog(KeptLog log)
{
    logs.push_back(std::move(log));
    if (logs.size() > logsKeptMax)
        logs.erase(logs.begin());
}

MemoryJobs::MemoryJobs(UndoLog &undo)
    : idempotency(undo)
    , m_undo(undo)
{
}

const MemoryRecord *MemoryJobs::find(const JobId &id) const
{
    const auto found = m_ids.find(id);
    return found == m_ids.end() ? nullptr : &m_records.at(found->second);
}

const MemoryRecord *MemoryJobs::findKept(const JobId &id) const
{
    const MemoryRecord *record = find(id);
    return record && !record->deleted ? record : nullptr;
}

const MemoryRecord *MemoryJobs::findRunning(JobNumber seq, Token token) const
{
    const auto found = m_records.find(seq);
    const bool isPresent = found != m_records.end() && found->second.run && found->second.run->token == token;
    return isPresent ? &found->second : nullptr;
}

std::optional<JobNumber> MemoryJobs::holderOf(const UniqueKey &key) const
{
    const auto found = m_uniqueKeys.find(key);
    return found == m_uniqueKeys.end() || std::get<std::string>(key).empty() ? std::nullopt
                                                                             : std::optional(found->second);
}

std::int64_t MemoryJobs::backlogBytes(const CountKey &key) const
{
    const auto found = m_backlogBytes.find(key);
    return found == m_backlogBytes.end() ? 0 : found->second;
}

void MemoryJobs::remove(JobNumber seq)
{
    MemoryRecord old = std::move(m_records.at(seq));
    removeFromIndexes(old);
    m_ids.erase(old.job->id);
    m_records.erase(seq);
    m_undo.add([this, seq, old = std::move(old)] {
        addToIndexes(old);
        m_records.insert_or_assign(seq, old);
    });
}

void MemoryJobs::prune(TimePoint time)
{
    std::vector<JobNumber> old;
    for (const auto &[seq, record] : m_records) {
        if (record.deleted && *record.deleted <= time)
            old.push_back(seq);
    }
    if (old.empty())
        return;
    // Their own keys, and those of requests that they were the answer to.
    idempotency.removeIf(
        [&old](const IdempotencyEntry &entry) { return std::binary_search(old.begin(), old.end(), entry.seq); });
    for (const JobNumber seq : old)
        remove(seq);
}

void MemoryJobs::put(MemoryRecord record)
{
    const JobNumber seq = record.job->seq;
    const auto found = m_records.find(seq);
    std::optional<MemoryRecord> old;
    if (found != m_records.end()) {
        removeFromIndexes(found->second);
        old = std::move(found->second);
    }
    addToIndexes(record);
    m_records.insert_or_assign(seq, std::move(record));
    m_undo.add([this, seq, old = std::move(old)] {
        removeFromIndexes(m_records.at(seq));
        if (old) {
            addToIndexes(*old);
            m_records.insert_or_assign(seq, *old);
        } else {
            m_ids.erase(m_records.at(seq).job->id);
            m_records.erase(seq);
        }
    });
}

void MemoryJobs::count(const MemoryRecord &record, int by)
{
    const JobSpec &spec = record.job->spec;
    m_counts[{spec.queue, spec.tenant}].at(static_cast<std::size_t>(record.state())) += by;
    if (record.position || record.due)
        m_backlogBytes[{spec.queue, spec.tenant}] += by * static_cast<std::int64_t>(spec.payload.size());
}

void MemoryJobs::addToIndexes(const MemoryRecord &record)
{
    const Job &job = *record.job;
    m_ids[job.id] = job.seq;
    if (record.position) {
        m_lanes[record.lane()][*record.position] = job.seq;
        if (job.spec.deadline)
            m_deadlines.emplace(*job.spec.deadline, job.seq);
    }
    if (record.due)
        m_due.emplace(*record.due, job.seq);
    if (record.run)
        m_running[record.run->token] = job.seq;
    if (isDeadLetter(record))
        m_deadLetters.emplace(record.end->finished, job.seq);
    if (!record.end && !job.spec.uniqueKey.empty())
        m_uniqueKeys[{job.spec.queue, job.spec.tenant, job.spec.uniqueKey}] = job.seq;
    if (!record.deleted)
        count(record, 1);
}

void MemoryJobs::removeFromIndexes(const MemoryRecord &record)
{
    const Job &job = *record.job;
    if (record.position) {
        const auto lane = m_lanes.find(record.lane());
        lane->second.erase(*record.position);
        if (lane->second.empty())
            m_lanes.erase(lane);
        if (job.spec.deadline)
            m_deadlines.erase({*job.spec.deadline, job.seq});
    }
    if (record.due)
        m_due.erase({*record.due, job.seq});
    if (record.run)
        m_running.erase(record.run->token);
    if (isDeadLetter(record))
        m_deadLetters.erase({record.end->finished, job.seq});
    if (!record.end && !job.spec.uniqueKey.empty())
        m_uniqueKeys.erase({job.spec.queue, job.spec.tenant, job.spec.uniqueKey});
    if (!record.deleted)
        count(record, -1);
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"
#include "engine/domain/views.h"
#include "engine/storage/job_changes.h"
#include "engine/storage/memory/undoable_map.h"

#include <set>
#include <unordered_map>

namespace fairlead {

/// The present run of a job.
struct MemoryRun
{
    int attempt = 1;
    Token token {};
    std::string worker;
    TimePoint started;
    std::optional<TimePoint> leaseUntil;
    Incarnation incarnation {};
    bool isCancelRequested = false;
    std::string cancelledBy {};
};

/// The end of a job.
struct MemoryEnd
{
    JobState state = JobState::Succeeded;
    TimePoint finished;
    JobResult result;
    std::string fingerprint; ///< of a dead letter
};

/// A job and its place. Exactly one of `position`, `due`, `run` and `end` is set.
struct MemoryRecord
{
    std::shared_ptr<const Job> job;
    int attempts = 0;
    int crashes = 0;
    std::optional<QueuePosition> position; ///< waits in its lane
    std::optional<TimePoint> due; ///< scheduled
    std::optional<MemoryRun> run;
    std::optional<MemoryEnd> end;
    std::optional<TimePoint> deleted; ///< only of one that has ended
    std::optional<TimePoint> startedAt; ///< of the present or last run
    std::optional<AttemptError> firstError;
    std::vector<AttemptError> errors; ///< the newest, oldest first
    std::vector<KeptLog> logs; ///< the newest, oldest first
    std::optional<JobId> retriedBy; ///< the operation of its last retry

    JobState state() const;
    /// The record without a place; the caller then sets another one.
    MemoryRecord lifted() const;
    /// Adds an error with its fingerprint. Keeps the first error and the newest ones.
    void addError(AttemptError error);
    /// Adds a log. Keeps the newest ones.
    void addLog(KeptLog log);
    Lane lane() const { return {job->spec.queue, job->spec.priority, job->spec.tenant}; }
    ReadyJob ready() const { return {job->seq, *position, job->spec.cost, job->spec.deadline}; }
};

/// The jobs of a MemoryState, with the indexes that follow from them. Every change of a job goes through `put` or
/// `remove`, and can be undone. Threads: one at a time.
class MemoryJobs
{
public:
    struct IdempotencyEntry
    {
        std::string body;
        JobNumber seq {};
        TimePoint expires;
    };
    using CountKey = std::pair<QueueName, TenantName>;
    using UniqueKey = std::tuple<QueueName, TenantName, std::string>;
    using IdempotencyKey = std::pair<TenantName, std::string>;
    using ByTime = std::set<std::pair<TimePoint, JobNumber>>;

    explicit MemoryJobs(UndoLog &undo);

    const std::map<JobNumber, MemoryRecord> &records() const { return m_records; }
    /// Finds deleted jobs too. Null when there is none. This pointer and those of the next two are valid until the next
    /// change of the job.
    const MemoryRecord *find(const JobId &id) const;
    /// Null when there is none, or when it was deleted.
    const MemoryRecord *findKept(const JobId &id) const;
    /// Null when the run is not the present one of its job.
    const MemoryRecord *findRunning(JobNumber seq, Token token) const;
    /// The job that holds a unique key; empty when none does.
    std::optional<JobNumber> holderOf(const UniqueKey &key) const;
    const std::map<Lane, std::map<QueuePosition, JobNumber>> &lanes() const { return m_lanes; }
    const ByTime &due() const { return m_due; }
    const ByTime &deadlines() const { return m_deadlines; } ///< of waiting jobs
    const ByTime &deadLetters() const { return m_deadLetters; }
    const std::map<Token, JobNumber> &running() const { return m_running; }
    const std::map<CountKey, StateCounts> &counts() const { return m_counts; }
    std::int64_t backlogBytes(const CountKey &key) const;

    /// The number of the next job, or the next position. Numbers are not given out again after an undone commit.
    std::int64_t nextNumber() { return m_nextNumber++; }
    QueuePosition nextPosition() { return QueuePosition {nextNumber()}; }
    Token nextToken() { return Token {m_nextToken++}; }
    /// Adds the job of this seq, or replaces it.
    void put(MemoryRecord record);
    /// Removes jobs that were deleted at or before `time`, with their idempotency keys.
    void prune(TimePoint time);

    UndoableMap<IdempotencyKey, IdempotencyEntry> idempotency;

private:
    void remove(JobNumber seq);
    void count(const MemoryRecord &record, int by);
    void addToIndexes(const MemoryRecord &record);
    void removeFromIndexes(const MemoryRecord &record);

    UndoLog &m_undo;
    std::map<JobNumber, MemoryRecord> m_records;
    std::unordered_map<JobId, JobNumber> m_ids;
    std::map<Lane, std::map<QueuePosition, JobNumber>> m_lanes;
    ByTime m_due;
    ByTime m_deadlines;
    ByTime m_deadLetters;
    std::map<Token, JobNumber> m_running;
    std::map<UniqueKey, JobNumber> m_uniqueKeys; ///< of jobs that have not ended
    std::map<CountKey, StateCounts> m_counts;
    std::map<CountKey, std::int64_t> m_backlogBytes; ///< of payloads that wait
    std::int64_t m_nextNumber = 1;
    std::int64_t m_nextToken = 1;
};

} // namespace fairlead

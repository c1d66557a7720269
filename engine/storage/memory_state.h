// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/store.h"

#include <deque>
#include <mutex>
#include <set>
#include <unordered_map>

namespace fairlead {

/// The present run of a job in a MemoryState.
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

/// How a job in a MemoryState ended.
struct MemoryEnd
{
    JobState state = JobState::Succeeded;
    TimePoint finished;
    JobResult result;
    std::string fingerprint; ///< of a dead letter
};

/// One job of a MemoryState and its place: exactly one of `position`, `due`, `run` and `end` is set.
struct MemoryRecord
{
    std::shared_ptr<const Job> job;
    int attempts = 0;
    int crashes = 0;
    std::optional<Position> position; ///< waits in its lane
    std::optional<TimePoint> due; ///< delayed until then
    std::optional<MemoryRun> run;
    std::optional<MemoryEnd> end;
    std::optional<TimePoint> deleted; ///< only of one that has ended
    std::optional<TimePoint> startedAt; ///< of the present or last run
    std::optional<AttemptError> firstError;
    std::vector<AttemptError> errors; ///< the newest, oldest first

    JobState state() const;
    /// The job taken out of whatever place it is in, to be put into another.
    MemoryRecord lifted() const;
    /// Takes its fingerprint; keeps the first and the newest.
    void addError(AttemptError error);
    Lane lane() const { return {job->spec.queue, job->spec.priority, job->spec.tenant}; }
    ReadyJob ready() const { return {job->seq, *position, job->spec.cost, job->spec.deadline}; }
};

/// What a MemoryStore keeps: the jobs, and indexes that follow from them. Every change of a job goes through `put`,
/// which also notes how to undo it. Outlives its stores, so that a test can let a store die and open another.
/// Threads: any, each holding `mutex`.
class MemoryState
{
public:
    struct IdempotencyEntry
    {
        std::string body;
        Seq seq {};
        TimePoint expires;
    };
    using CountKey = std::pair<QueueName, TenantName>;
    using UniqueKey = std::pair<QueueName, std::string>;
    using PauseKey = std::pair<std::optional<QueueName>, std::optional<TenantName>>;

    std::mutex mutex;

    // Read by everyone, changed by `put` alone.
    std::map<Seq, MemoryRecord> records;
    std::unordered_map<JobId, Seq> ids;
    std::map<Lane, std::map<Position, Seq>> lanes;
    std::set<std::pair<TimePoint, Seq>> due;
    std::set<std::pair<TimePoint, Seq>> deadlines; ///< of those that wait
    std::map<Token, Seq> running;
    std::set<std::pair<TimePoint, Seq>> deadLetters;
    std::map<UniqueKey, Seq> uniqueKeys; ///< of jobs that have not ended
    std::map<CountKey, StateCounts> counts;
    std::map<CountKey, std::int64_t> backlogBytes; ///< of payloads that wait

    std::deque<Event> events; ///< the newest; changed by `note`

    std::vector<AuditEntry> auditLog; ///< changed by `append`

    struct CachedResult
    {
        JobResult result;
        TimePoint expires;
    };
    // Changed by `setCached` alone.
    std::map<CacheKey, CachedResult> cached;
    std::map<std::string, std::set<std::pair<TimePoint, std::string>>> cachedByTime; ///< digests, by cache
    std::map<std::string, std::int64_t> cachedBytes; ///< by cache

    // Changed through `setIdempotency`, `setPause`, `setTenant`, `setScale`, `setFlow`, `setOperation` and `setDebts`.
    std::map<std::string, IdempotencyEntry> idempotency;
    std::map<PauseKey, Pause> pauses;
    std::map<TenantName, TenantSettings> tenants;
    std::map<QueueName, int> scales;
    std::map<TimePoint, std::string> flow; ///< statistics, by minute
    std::map<JobId, Operation> operations;
    std::vector<Debt> debts;

    // Only ever rise, also over an undone commit.
    std::int64_t nextNumber = 1; ///< of seq and position
    std::int64_t nextToken = 1;
    std::int64_t lastIncarnation = 0;
    TimePoint latestNow; ///< the latest time that a verb was given

    const MemoryRecord *find(const JobId &id) const; ///< also a deleted one
    const MemoryRecord *findKept(const JobId &id) const;
    /// Adds or replaces the job with this seq.
    void put(MemoryRecord record);
    /// Prunes what was deleted before, with the keys it held.
    void removeDeletedBefore(TimePoint time);
    void setIdempotency(const std::string &key, std::optional<IdempotencyEntry> entry);
    void setPause(const PauseKey &key, std::optional<Pause> pause);
    void setTenant(const TenantSettings &settings);
    void setScale(const QueueName &queue, std::optional<int> workers);
    void setFlow(TimePoint minute, std::optional<std::string> bytes);
    void setOperation(const JobId &id, std::optional<Operation> operation);
    void setDebts(std::vector<Debt> kept);
    void setCached(const CacheKey &key, std::optional<CachedResult> entry);

    /// Gives the event its number.
    void note(Event event);
    void append(const AuditEntry &entry);
    std::int64_t lastEvent() const { return events.empty() ? 0 : events.back().number; }

    void keepChanges();
    void undoChanges();

private:
    void remove(Seq seq);
    void count(const MemoryRecord &record, int by);
    void addToIndexes(const MemoryRecord &record);
    void removeFromIndexes(const MemoryRecord &record);
    void replaceCached(const CacheKey &key, std::optional<CachedResult> entry);

    std::vector<std::function<void()>> m_undo;
};

} // namespace fairlead

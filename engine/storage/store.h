// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/audit.h"
#include "engine/domain/debt.h"
#include "engine/domain/event.h"
#include "engine/domain/letter_groups.h"
#include "engine/domain/operation.h"
#include "engine/domain/settings.h"
#include "engine/domain/views.h"

#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace fairlead {

/// One accepted (or refused) job of an enqueue. `ready` is set when the job waits for a worker at once.
struct Enqueued
{
    EnqueueReceipt receipt;
    Lane lane;
    std::optional<ReadyJob> ready;
    std::optional<TimePoint> due; ///< set when it is scheduled
};

/// "Start this job." `lane` and `position` are those of the ReadyJob that was handed out.
struct ClaimRequest
{
    Lane lane;
    ReadyJob job;
    std::string worker; ///< shown in lists; the dispatcher's name for the run's place
};

/// A job that has been marked running.
struct ClaimedJob
{
    Job job; ///< with payload
    int attempt = 1; ///< number of this run
    int crashes = 0; ///< runs of this job that took the engine down so far
    Token token {};
    TimePoint started;
};

/// "This run ended so." Refused with LeaseLost when `token` is not that of the job's present run.
struct FinishRequest
{
    Seq seq {};
    Token token {};
    Disposition disposition;
};

/// "This run went to another worker before it began."
struct RunMove
{
    Seq seq {};
    Token token {};
    std::string worker;
};

/// What a finish led to; `ready` is set when the job waits for a worker again at once.
struct Finished
{
    JobId id;
    Lane lane;
    JobState state = JobState::Succeeded;
    std::optional<ReadyJob> ready;
    std::optional<TimePoint> due;
};

/// What happened to a job that was waiting or ended and that an operator acted on. `lane`, `seq` let the dispatcher
/// drop it.
struct Acted
{
    JobId id;
    Seq seq {};
    Lane lane;
    JobState state = JobState::Cancelled;
    std::optional<Token> runningToken; ///< of a run that must be stopped first (cancel of a running job)
    std::optional<ReadyJob> ready;
    bool hasEnded = false; ///< it waited, and this act ended it
};

/// A job that went from one lane to another. `ready` is set when it waits there at once; else its time is to come.
struct Relaned
{
    Acted left;
    Lane to;
    std::optional<ReadyJob> ready;
};

/// What a count or a bulk act looks through: jobs behind `after` up to `upTo`, oldest first.
struct MatchRequest
{
    const JobFilter &filter;
    Seq after {};
    Seq upTo {};
    int limit = 1; ///< ids at most
};
struct Matches
{
    std::vector<JobId> ids;
    Seq examined {}; ///< up to this job all were looked at
    bool hasMore = false; ///< behind `examined`
};

/// A run that was found at start without a living engine behind it.
struct CutRun
{
    Seq seq {};
    JobId id;
    Lane lane;
    int attempt = 1; ///< number of the cut run
    int crashes = 1; ///< this one included
    int maxAttempts = 1;
    Token token {};
    TimePoint started;
    std::string worker;
};

/// How much waits: ready and scheduled jobs, and the bytes of their payloads.
struct BacklogSize
{
    std::int64_t jobs = 0;
    std::int64_t bytes = 0;
    bool operator==(const BacklogSize &) const = default;
};
struct Backlog
{
    BacklogSize ofEngine;
    BacklogSize ofQueue;
    BacklogSize ofTenant; ///< in all queues
};

/// "Make room for so much": waiting jobs of one tenant in one queue are to be dropped.
struct DropRequest
{
    enum class First { Oldest, Newest };
    QueueName queue;
    TenantName tenant;
    Priority highest = Priority::Normal; ///< of the classes that may be dropped
    First first = First::Oldest; ///< of the lowest class
    BacklogSize needed; ///< at least so many jobs and bytes
};
/// Jobs that one DropRequest may drop at most.
inline constexpr int dropMost = 256;

/// What a cache layer knows a kept result by.
struct CacheKey
{
    std::string cache; ///< whose it is: limits are those of one cache
    std::string digest; ///< of what makes a run the same
    auto operator<=>(const CacheKey &) const = default;
};
struct CacheLimits
{
    std::int64_t entries = 0;
    std::int64_t bytes = 0; ///< of results
};

/// A part of one lane's waiting jobs, in order of position.
struct Window
{
    std::vector<ReadyJob> jobs;
    bool hasMore = false; ///< more wait behind the last one
};

/// Reads for people: lists, details, search. Sees what is committed. Threads: one, its own; may live beside the Store.
/// Each call ends within about two seconds or fails with TimedOut.
class StoreReader
{
public:
    virtual ~StoreReader() = default;
    /// Fails with NotFound.
    virtual Result<JobRecord> findJob(const JobId &id) = 0;
    /// The same by its place in the order of arrival, without payload.
    virtual Result<JobRecord> findJob(Seq seq) = 0;
    virtual Result<JobResult> findResult(const JobId &id) = 0;
    /// Newest first. Fails with Invalid for a cursor that is not one of ours. Records carry no payload.
    virtual Result<JobPage> listJobs(const JobQuery &query) = 0;
    /// Dead and expired jobs, latest death first. Records carry no payload.
    virtual Result<DeadLetterPage> listDeadLetters(const DeadLetterQuery &query) = 0;
    /// Does not wait. Looks through at most 10,000 events; `next` says how far. Fails with Invalid when `since` is more
    /// than the newest event's number.
    virtual Result<EventPage> events(const EventQuery &query) = 0;
    virtual Result<AuditPage> auditLog(const AuditQuery &query) = 0;
    virtual Result<LetterGroups> groupDeadLetters(const LetterGroupQuery &query) = 0;
    virtual Result<Seq> newestSeq() = 0;
    /// Stops early, with `hasMore`, when it has looked for long.
    virtual Result<Matches> findMatching(const MatchRequest &request) = 0;
    /// The newest, but those still running first; 1000 at most.
    virtual Result<std::vector<Operation>> operations() = 0;
    /// Fails with NotFound.
    virtual Result<Operation> findOperation(const JobId &id) = 0;
    /// Checks structure, that each job is in exactly one place, counters and payload checksums. Takes as long as it
    /// takes.
    virtual Result<VerifyReport> verify() = 0;
    /// Writes one consistent state of the store to a new file, for its owner alone, and checks it; the engine goes on
    /// meanwhile. Fails with Conflict when the file is there, Invalid for a store in memory, Io.
    virtual Result<BackupReport> backup(const std::string &file) = 0;
};

/// Events that a store keeps, about; older ones are forgotten.
inline constexpr std::int64_t eventsKept = 200'000;
/// How long minutes of statistics are kept.
inline constexpr Microseconds flowKept = std::chrono::hours {24};
/// Events that one read looks through.
inline constexpr std::int64_t eventsScannedMax = 10'000;

/// Opens a reader; called on the thread that will use it.
using StoreReaderFactory = std::function<Result<std::unique_ptr<StoreReader>>()>;

/// The durable queue: one verb for each step of a job's life. Batch-first; every verb is one commit, or part of the
/// commit of an enclosing `inOneCommit`. A job is in exactly one place: waiting, delayed, blocked, running or ended.
///
/// A Result around a whole answer is the store's own failure (nothing of that commit happened); a Result inside it is
/// about one item (the others are not affected).
///
/// Threads: one, which also opened it. The store keeps no clock: callers pass `now`.
class Store
{
public:
    virtual ~Store() = default;

    /// Runs `work` and commits what the verbs inside it wrote, all or nothing; returns when it is on disk. Answers
    /// that verbs gave inside `work` count only when this returns success. `work` may be run twice, the first in vain.
    /// Not to be nested.
    virtual Result<> inOneCommit(const std::function<Result<>()> &work) = 0;

    // --- life of a job -------------------------------------------------------------------------------------------
    /// Accepts jobs. An item fails with Conflict when its idempotency key came with another body before; it answers
    /// with the existing job when its unique key is held by a job that has not ended, or its idempotency key and body
    /// were seen within 24 h. REQUIRES: specs were validated; ids are new.
    virtual Result<std::vector<Result<Enqueued>>> enqueue(
        std::span<const JobSpec> specs, std::span<const JobId> ids, TimePoint now) = 0;
    /// What `enqueue` would answer without accepting anything new: the existing job, or Conflict; empty for a new job.
    virtual Result<std::optional<Result<Enqueued>>> findKnown(const JobSpec &spec, TimePoint now) = 0;
    /// Marks jobs running, in the order given. An item fails with Conflict when the job is not waiting any more
    /// (cancelled, already claimed), with Expired when its deadline passed (the job is then `expired`, in this
    /// commit), with Corrupt when its checksum does not match (the job is then `dead`, class "corrupt").
    virtual Result<std::vector<Result<ClaimedJob>>> claim(std::span<const ClaimRequest> requests, TimePoint now) = 0;
    /// Ends runs as decided. An item fails with LeaseLost, changing nothing, when the token is not current.
    virtual Result<std::vector<Result<Finished>>> finish(std::span<const FinishRequest> requests, TimePoint now) = 0;
    /// Notes that these runs are alive until `until`. Items fail with LeaseLost.
    virtual Result<std::vector<Result<>>> renew(std::span<const std::pair<Seq, Token>> runs, TimePoint until) = 0;
    /// Notes that these runs are another worker's now. Items fail with LeaseLost.
    virtual Result<std::vector<Result<>>> move(std::span<const RunMove> moves) = 0;
    /// Cancels jobs that have not ended. A running one is only marked: `runningToken` tells which run to stop, and its
    /// finish then writes the cancellation. `who` is told by the event. Items fail with NotFound, or Conflict when
    /// already ended.
    virtual Result<std::vector<Result<Acted>>> cancel(
        std::span<const JobId> ids, const std::string &who, TimePoint now) = 0;
    /// Cancels waiting jobs to make room, those of the lowest class first; they keep the reason among their errors,
    /// class "dropped". None at all when dropMost of them would not make room enough.
    virtual Result<std::vector<Acted>> drop(const DropRequest &request, TimePoint now) = 0;
    /// Puts dead, expired or cancelled jobs back to the waiting: attempts and crashes start again from 0, errors are
    /// kept. Items fail with NotFound, or Conflict in any other state.
    virtual Result<std::vector<Result<Acted>>> retry(std::span<const JobId> ids, TimePoint now) = 0;

    /// Deletes jobs: nobody finds or counts them any more, and after `deletedKept` they are pruned. One that waits is
    /// cancelled first. Items fail with NotFound, or Conflict when running.
    virtual Result<std::vector<Result<Acted>>> discard(std::span<const JobId> ids, TimePoint now) = 0;
    /// Brings deleted jobs back as they were. Items fail with NotFound, or Conflict when not deleted.
    virtual Result<std::vector<Result<Acted>>> restore(std::span<const JobId> ids, TimePoint now) = 0;
    /// Moves jobs that wait or are scheduled, behind those that wait there. Items fail with NotFound, or Conflict in
    /// any other state, when it is there already, or another job holds its unique key there.
    virtual Result<std::vector<Result<Relaned>>> relane(
        std::span<const JobId> ids, const LaneChange &change, TimePoint now) = 0;

    // --- the waiting -----------------------------------------------------------------------------------------------
    /// Lanes in which jobs wait, the one whose first job has the lowest position first: a start goes on where the last
    /// life stopped. One look per lane, not per job.
    virtual Result<std::vector<Lane>> lanes() = 0;
    /// The first waiting jobs of a lane behind `after`. REQUIRES: limit >= 1.
    virtual Result<Window> waiting(const Lane &lane, std::optional<Position> after, int limit) = 0;
    /// Makes jobs ready whose time has come, at most `limit`, earliest first, and returns those that were not returned
    /// before.
    virtual Result<std::vector<LaneJob>> promoteDue(TimePoint now, int limit) = 0;
    /// When the next scheduled job becomes due; empty when none is scheduled.
    virtual Result<std::optional<TimePoint>> nextDue() = 0;

    /// Jobs that wait and whose deadline has passed, earliest first, at most `limit`. A claim makes them `expired`.
    virtual Result<std::vector<LaneJob>> overdue(TimePoint now, int limit) = 0;
    /// The earliest deadline of those that wait; empty when none has one.
    virtual Result<std::optional<TimePoint>> nextDeadline() = 0;

    // --- start, idle times -----------------------------------------------------------------------------------------
    /// Runs of earlier incarnations, to be ended with `finish` and their own token. At most `limit`, oldest first.
    virtual Result<std::vector<CutRun>> cutRuns(int limit) = 0;
    /// Work for idle moments: writes what was kept back, prunes forgotten keys, returns free pages. Each call is short;
    /// true while more remains.
    virtual Result<bool> maintain(TimePoint now) = 0;
    /// The part of `maintain` that a store which is never idle needs, too: forgets a little of what has become old;
    /// true while there may be more.
    virtual Result<bool> forgetSome(TimePoint now) = 0;

    // --- counts and settings -----------------------------------------------------------------------------------------
    /// Maintained counters, never counted anew.
    virtual Result<std::vector<QueueTenantCounts>> counts() = 0;
    /// What waits in the engine, in the queue, and of the tenant in all queues. Counted, not looked through.
    virtual Result<Backlog> backlog(const QueueName &queue, const TenantName &tenant) = 0;
    /// Keeps a pause; one for the same queue and tenant is replaced.
    virtual Result<> savePause(const Pause &pause) = 0;
    /// Forgets a pause; true when there was one.
    virtual Result<bool> removePause(
        const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant) = 0;
    virtual Result<std::vector<Pause>> pauses() = 0;
    /// Keeps what an operator set for a tenant; overrides the configuration file.
    virtual Result<> saveTenant(const TenantSettings &settings) = 0;
    virtual Result<std::vector<TenantSettings>> savedTenants() = 0;
    /// Keeps the number of workers that an operator gave to a queue; empty forgets it.
    virtual Result<> saveScale(const QueueName &queue, std::optional<int> workers) = 0;
    virtual Result<std::vector<std::pair<QueueName, int>>> savedScales() = 0;
    /// Keeps these debts in the place of all earlier ones.
    virtual Result<> saveDebts(std::span<const Debt> debts) = 0;
    /// The debts that were kept, in order of queue, tenant and priority; they are kept no longer.
    virtual Result<std::vector<Debt>> takeDebts() = 0;
    /// Keeps an operation as it is now; ended ones for `operationsKept`.
    virtual Result<> saveOperation(const Operation &operation) = 0;

    // --- results kept for runs of the same ---------------------------------------------------------------------------
    /// Empty when none is kept, or it has expired.
    virtual Result<std::optional<JobResult>> cachedResult(const CacheKey &key, TimePoint now) = 0;
    /// Keeps a result in the place of an earlier one. Those of the same cache that expire first go, until it is within
    /// the limits; a result that alone is beyond them is not kept.
    virtual Result<> cacheResult(
        const CacheKey &key, const JobResult &result, TimePoint expires, const CacheLimits &limits) = 0;

    // --- what happened -----------------------------------------------------------------------------------------------
    /// Writes an event; its number is chosen here. The verbs that change jobs do it by themselves, in their own commit.
    virtual Result<> note(const Event &event) = 0;
    /// The number of the newest event that is on disk; 0: none yet.
    virtual std::int64_t lastEvent() const = 0;
    /// Adds to the audit log; none is ever changed or removed. REQUIRES: its number follows the newest one's.
    virtual Result<> appendAudit(const AuditEntry &entry) = 0;
    /// The newest entry, with number 0 when there is none; of the commit under way, too.
    virtual Result<AuditEntry> lastAudit() = 0;

    // --- statistics ------------------------------------------------------------------------------------------------
    /// Keeps what passed in the minute that begins at `minute`; replaces what was kept of it, forgets what is older
    /// than 24 hours before.
    virtual Result<> saveFlow(TimePoint minute, const std::string &bytes) = 0;
    /// What is kept, oldest first.
    virtual Result<std::vector<std::pair<TimePoint, std::string>>> savedFlow() = 0;

    // --- what it is --------------------------------------------------------------------------------------------------
    /// Such as "sqlite 3.40.1" and "full".
    virtual std::string description() const = 0;
    virtual std::string durability() const = 0;
    /// The present life of the engine on this store.
    virtual Incarnation incarnation() const = 0;
    virtual StoreReaderFactory readerFactory() = 0;
};

/// Opens a store; called on the thread that will use it.
using StoreFactory = std::function<Result<std::unique_ptr<Store>>()>;

} // namespace fairlead

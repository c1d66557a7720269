// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/audit.h"
#include "engine/domain/event.h"
#include "engine/domain/lease.h"
#include "engine/domain/letter_groups.h"
#include "engine/domain/new_job.h"
#include "engine/domain/operation.h"
#include "engine/domain/requests.h"
#include "engine/domain/views.h"

#include <vector>

namespace fairlead {

/// Jobs in one call of `enqueue`.
inline constexpr std::size_t jobsPerCallMax = 10'000;

/// Everything a person or a program can ask of an engine, wherever it runs. Asynchronous: no call waits.
/// Threads: any may call a LocalClient; a RemoteClient belongs to the thread that made it.
class Client
{
public:
    virtual ~Client() = default;

    virtual void status(Answer<StatusView> answer) = 0;

    /// Answers after the commit is on disk, one result per job in order. Items fail with NotFound (queue), Invalid,
    /// TooLarge, Conflict (idempotency key with another body); the whole with TooLarge for more than jobsPerCallMax.
    virtual void enqueue(std::vector<NewJob> jobs, Answer<std::vector<Result<EnqueueReceipt>>> answer) = 0;
    /// With payload. Fails with NotFound.
    virtual void findJob(JobId id, Answer<JobRecord> answer) = 0;
    /// Why it is not running. Fails with NotFound.
    virtual void whyWaiting(JobId id, Answer<WhyView> answer) = 0;
    /// Fails with NotFound when there is no such job or it has no result.
    virtual void findResult(JobId id, Answer<JobResult> answer) = 0;
    /// Fails with Invalid for a foreign cursor or a limit out of 1 to 1000; so does listDeadLetters.
    virtual void listJobs(JobQuery query, Answer<JobPage> answer) = 0;
    /// Cancels a job that has not ended; a running one is told to stop. Fails with NotFound or Conflict.
    /// `who` is told by its event; empty: whoever the door knows. Fails with TooLarge for `who` over 128 bytes.
    virtual void cancelJob(JobId id, std::string who, Answer<JobRecord> answer) = 0;
    /// Puts an ended job back to the waiting. Fails with NotFound, or Conflict when it has not ended or succeeded.
    virtual void retryJob(JobId id, Answer<JobRecord> answer) = 0;

    /// Deletes a job that does not run: it is found no more, and comes back by restoreJob within some minutes. One that
    /// waits is cancelled first. Fails with NotFound, or Conflict when running.
    virtual void deleteJob(JobId id, Answer<DeletedJob> answer) = 0;
    /// Fails with NotFound, or Conflict when not deleted.
    virtual void restoreJob(JobId id, Answer<JobRecord> answer) = 0;
    /// Counts exactly up to `most`, without one however many they are. Fails with Invalid.
    virtual void countJobs(JobFilter filter, std::optional<std::int64_t> most, Answer<JobCount> answer) = 0;

    // Acts on many jobs, in the background.
    /// Answers when it is kept; it goes on by itself, also over a restart. Fails with Invalid, TooLarge, NotFound
    /// (queue), EngineFull.
    virtual void beginOperation(OperationRequest request, Answer<Operation> answer) = 0;
    /// How many jobs it would act on now, exactly. Fails as beginOperation.
    virtual void countOperation(OperationRequest request, Answer<JobCount> answer) = 0;
    virtual void findOperation(JobId id, Answer<Operation> answer) = 0;
    /// Those running first, then the newest; 1000 at most.
    virtual void listOperations(Answer<std::vector<Operation>> answer) = 0;
    /// Ends it; what was done stays done. Fails with NotFound, or Conflict when it has ended.
    virtual void cancelOperation(JobId id, Answer<Operation> answer) = 0;

    // Jobs of pulled queues, for workers elsewhere. A LeaseToken that is not current fails with LeaseLost.
    /// Answers when a job is there, or with none when the wait is over. Fails with NotFound or Invalid (no such pulled
    /// queue, a part out of range), Unavailable (stopping).
    virtual void lease(LeaseRequest request, Answer<std::vector<LeasedJob>> answer) = 0;
    /// Ends the run; answers with the job's new state after the commit. Outcomes: Succeeded, Failed, Rejected, Snoozed.
    virtual void settleLease(LeaseToken token, Outcome outcome, Answer<JobState> answer) = 0;
    /// From now on for `length`, or as long as at first.
    virtual void renewLease(LeaseToken token, std::optional<Microseconds> length, Answer<LeaseView> answer) = 0;
    virtual void reportProgress(LeaseToken token, Progress progress, Answer<LeaseView> answer) = 0;

    /// The single ones fail with NotFound.
    virtual void listQueues(Answer<std::vector<QueueView>> answer) = 0;
    virtual void findQueue(QueueName queue, Answer<QueueView> answer) = 0;
    /// So many workers until that is released (empty). Fails with NotFound, or Invalid for a number out of 1 to 10,000
    /// or a pulled queue.
    virtual void scaleQueue(QueueName queue, std::optional<int> workers, Answer<QueueView> answer) = 0;
    virtual void listTenants(Answer<std::vector<TenantView>> answer) = 0;
    virtual void findTenant(TenantName tenant, Answer<TenantView> answer) = 0;
    /// Fails with Invalid for a weight out of range.
    virtual void setTenant(TenantName tenant, TenantPatch patch, Answer<TenantView> answer) = 0;
    virtual void listWorkers(Answer<std::vector<WorkerView>> answer) = 0;
    /// What passed in the last hours. Fails with Invalid for a part out of range; who has no past has no points.
    virtual void history(HistoryQuery query, Answer<History> answer) = 0;

    virtual void listDeadLetters(DeadLetterQuery query, Answer<DeadLetterPage> answer) = 0;
    /// Counts those alike together. Fails with Invalid as listDeadLetters, TimedOut for too many to look through.
    virtual void groupDeadLetters(LetterGroupQuery query, Answer<LetterGroups> answer) = 0;
    virtual void findDeadLetter(JobId id, Answer<DeadLetter> answer) = 0;
    /// Enqueues a job like the dead letter with another payload, `parent` naming the letter, which stays as it is.
    /// Fails with NotFound (no dead letter), Conflict (another job holds its unique key), and as enqueue.
    virtual void editAndRetry(JobId id, NewPayload payload, Answer<EnqueueReceipt> answer) = 0;

    // What happened. The two logs live in the store.
    /// Events behind a number; waits for the first one as long as the query says. To follow the log, ask again with
    /// `since` = `next`. Fails with Invalid for a part out of range or a number that no event has had.
    virtual void events(EventQuery query, Answer<EventPage> answer) = 0;
    /// Acts of operators, newest first. Fails with Invalid for a limit out of range.
    virtual void listAudit(AuditQuery query, Answer<AuditPage> answer) = 0;
    /// Follows the chain of hashes through the whole log.
    virtual void verifyAudit(Answer<AuditReport> answer) = 0;

    /// Nothing of the scope starts until it is resumed; kept over restarts. Fails with NotFound for an unknown queue,
    /// TooLarge for `who` over 128 or `why` over 1024 bytes.
    virtual void pause(Scope scope, std::string who, std::string why, Answer<StatusView> answer) = 0;
    virtual void resume(Scope scope, Answer<StatusView> answer) = 0;
    /// Answers, then the stop begins.
    virtual void stop(StopMode mode, Answer<StatusView> answer) = 0;
    /// Every key of the configuration in force, and where its value came from. Secrets are left out.
    virtual void configuration(Answer<std::vector<ConfigEntry>> answer) = 0;
    /// Reads the configuration file again: what can change at once does, the rest is named. Fails with Invalid
    /// and changes nothing when the file has a fault, with Unsupported when there is none.
    virtual void reloadConfiguration(Answer<ReloadReport> answer) = 0;
    /// Checks the whole store; may take minutes.
    virtual void verify(Answer<VerifyReport> answer) = 0;
    /// Copies the store, as it is at one moment, to a new file on the engine's machine, and checks the copy. Fails with
    /// Invalid (no absolute path, a store in memory), Conflict (the file is there), Io.
    virtual void backup(std::string file, Answer<BackupReport> answer) = 0;
};

} // namespace fairlead

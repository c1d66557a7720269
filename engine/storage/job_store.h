// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/operation.h"
#include "engine/domain/tag_change.h"
#include "engine/storage/job_changes.h"

#include <span>

namespace fairlead {

/// The life of a job, one verb for each step. A job is in exactly one place: waiting, delayed, blocked, running or
/// ended. Verbs take batches. Each call is one commit, or part of the commit of an enclosing
/// `StoreSession::inOneCommit`.
///
/// The outer Result is a failure of the store: nothing of that commit happened. A Result inside it is about one item;
/// the other items are not affected.
///
/// Threads: the one that opened the session. The store keeps no clock: callers pass `now`.
class JobStore
{
public:
    virtual ~JobStore() = default;

    /// Accepts jobs. An item answers with the existing job when the store has a job of its id and body, when its
    /// tenant's unique key is held by a job that has not ended, or when its idempotency key and body were seen within
    /// 24 h. It fails with Conflict when its id or its idempotency key came with another body before. REQUIRES: the
    /// specs were validated.
    virtual Result<std::vector<Result<Enqueued>>> enqueue(
        std::span<const JobSpec> specs, std::span<const JobId> ids, TimePoint now) = 0;
    /// The answer that `enqueue` would give to the keys of this job: the existing job or Conflict. Empty for a new job.
    /// Accepts nothing.
    virtual Result<std::optional<Result<Enqueued>>> findKnown(const JobSpec &spec, TimePoint now) = 0;

    /// Marks jobs as running, in the order given. An item fails with Conflict when the job does not wait any more, with
    /// Expired when its deadline has passed (this commit makes the job `expired`), and with Corrupt when its checksum
    /// does not match (this commit makes the job `dead`, with the error class "corrupt").
    virtual Result<std::vector<Result<ClaimedJob>>> claim(std::span<const ClaimRequest> requests, TimePoint now) = 0;
    /// Ends runs as decided. An item fails with LeaseLost and changes nothing when its token is not current. Keeps the
    /// newest `logsKeptMax` logs of each job; that of an end only while the disk has room for new jobs.
    virtual Result<std::vector<Result<Finished>>> finish(std::span<const FinishRequest> requests, TimePoint now) = 0;
    /// Notes that runs are alive until `until`. Items fail with LeaseLost.
    virtual Result<std::vector<Result<>>> renew(std::span<const std::pair<JobNumber, Token>> runs, TimePoint until) = 0;
    /// Notes that runs went to other workers. Items fail with LeaseLost.
    virtual Result<std::vector<Result<>>> reassign(std::span<const Reassignment> moves) = 0;

    /// Cancels jobs that have not ended. A running job is only marked: `runningToken` names the run to stop, and the
    /// finish of that run writes the cancellation. `who` appears in the event. Items fail with NotFound, or with
    /// Conflict when the job has ended.
    virtual Result<std::vector<Result<StateChange>>> cancel(
        std::span<const JobId> ids, const std::string &who, TimePoint now) = 0;
    /// Cancels waiting jobs to make room, those of the lowest priority first. They keep an error of class "dropped".
    /// Cancels none when `dropMost` jobs would not make enough room.
    virtual Result<std::vector<StateChange>> drop(const DropRequest &request, TimePoint now) = 0;
    /// Makes dead, expired and cancelled jobs ready again, with their own deadline or another. Attempts and crashes
    /// start from 0; errors are kept. The operation of the terms replaces that of an earlier retry. Items fail with
    /// NotFound, with Conflict in any other state, or with Expired when the deadline has passed.
    virtual Result<std::vector<Result<StateChange>>> retry(
        std::span<const JobId> ids, const RetryTerms &terms, TimePoint now) = 0;
    /// Deletes jobs: they are not found and not counted any more, and are pruned after `deletedKept`. A waiting job is
    /// cancelled first. Items fail with NotFound, or with Conflict when the job runs.
    virtual Result<std::vector<Result<StateChange>>> remove(std::span<const JobId> ids, TimePoint now) = 0;
    /// Brings deleted jobs back as they were. Items fail with NotFound, or with Conflict when the job was not deleted.
    virtual Result<std::vector<Result<StateChange>>> restore(std::span<const JobId> ids, TimePoint now) = 0;
    /// Moves waiting and scheduled jobs to another lane, behind the jobs there. Items fail with NotFound, or with
    /// Conflict in any other state, when the job is there already, or when another job holds its unique key there.
    virtual Result<std::vector<Result<Moved>>> move(
        std::span<const JobId> ids, const LaneChange &change, TimePoint now) = 0;
    /// Ends waiting and scheduled jobs as cancelled, with an error of class "edited", and accepts a new job for each,
    /// behind the jobs of its lane. The unique key passes to the new job. Items fail with NotFound, or with Conflict in
    /// any other state, when the old job was changed meanwhile, or when the new id is there already.
    virtual Result<std::vector<Result<Replaced>>> replace(std::span<const Replacement> requests, TimePoint now) = 0;
    /// Changes the tags of jobs in any state. `who` appears in the event; without a difference there is none. Items
    /// fail with NotFound, or with TooLarge or Invalid as an enqueue with these tags.
    virtual Result<std::vector<Result<>>> tag(
        std::span<const JobId> ids, const TagChange &change, const std::string &who, TimePoint now) = 0;
};

} // namespace fairlead

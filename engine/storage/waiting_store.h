// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/tenant_range.h"
#include "engine/storage/job_changes.h"

namespace fairlead {

/// The first waiting jobs of one lane, in order of position.
struct LaneWindow
{
    std::vector<ReadyJob> jobs;
    bool hasMore = false; ///< more jobs wait behind the last one
};

/// The sizes of the backlogs that a new job would join.
struct Backlog
{
    BacklogSize ofEngine;
    BacklogSize ofQueue;
    BacklogSize ofTenant; ///< in all queues
    BacklogSize ofTenantInQueue;
};

/// A part of what is to be done after the wall clock was set back.
struct ClockStep
{
    Microseconds by {0}; ///< > 0
    TimePoint now; ///< after the step
    JobNumber after {}; ///< of the jobs, those behind this one
    int limit = 1; ///< so many jobs are looked at
};

/// The waiting jobs: lanes, windows, due times, deadlines and counts. Threads: the one that opened the session.
class WaitingStore
{
public:
    virtual ~WaitingStore() = default;

    /// The lanes in which jobs wait, in order of their first positions. With this order a start goes on where the last
    /// life stopped. The cost grows with the lanes, not with the jobs.
    virtual Result<std::vector<Lane>> lanes() = 0;
    /// The first waiting jobs of a lane after `after`. REQUIRES: limit >= 1.
    virtual Result<LaneWindow> window(const Lane &lane, std::optional<QueuePosition> after, int limit) = 0;

    /// Makes scheduled jobs ready that are due, at most `limit`, earliest first. Returns those that were not returned
    /// before.
    virtual Result<std::vector<LaneJob>> promoteDue(TimePoint now, int limit) = 0;
    /// Jobs that wait after a run, for a back-off or a snooze, become due earlier by the step: their wait is a
    /// duration. A time that was asked for with the job stays. The number of the last job that was looked at; empty at
    /// the end.
    virtual Result<std::optional<JobNumber>> shiftWaits(const ClockStep &step) = 0;
    /// The time at which the next scheduled job becomes due; empty when none is scheduled.
    virtual Result<std::optional<TimePoint>> nextDue() = 0;
    /// Waiting jobs whose deadline has passed, earliest first, at most `limit`. A claim makes them `expired`.
    virtual Result<std::vector<LaneJob>> overdue(TimePoint now, int limit) = 0;
    /// The earliest deadline of the waiting jobs; empty when none has a deadline.
    virtual Result<std::optional<TimePoint>> nextDeadline() = 0;

    /// Jobs by state, of each queue and each tenant in the range. The counters are maintained with each change; the
    /// call does not count rows.
    virtual Result<std::vector<QueueTenantCounts>> counts(const TenantRange &range) = 0;
    /// The backlog of the engine, of the queue, of the tenant in all queues, and of the tenant in this queue, from
    /// maintained counters.
    virtual Result<Backlog> backlog(const QueueName &queue, const TenantName &tenant) = 0;
    /// The bytes of the disk that new jobs may still take, as the latest enqueue found them. Empty when no disk is
    /// filled, or when it cannot be said.
    virtual Result<std::optional<std::int64_t>> diskRoom() = 0;
};

} // namespace fairlead

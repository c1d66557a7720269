// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/job_service.h"

namespace fairlead {

/// Lists, groups and finds dead letters, and enqueues corrected copies. Threads: any.
class DeadLetterService
{
public:
    /// All arguments must outlive it.
    DeadLetterService(JobService &jobs, ReaderThread &reader)
        : m_jobs(jobs)
        , m_reader(reader)
    {
    }

    void list(const DeadLetterQuery &query, Answer<DeadLetterPage> answer);
    void group(const LetterGroupQuery &query, Answer<LetterGroups> answer);
    /// Fails with NotFound, also for a job in another state.
    void find(const JobId &id, Answer<DeadLetter> answer);
    /// Enqueues a corrected copy. Fails as `find` and `JobService::enqueue`, and with Conflict when another job holds
    /// its unique key.
    void editAndRetry(
        const JobId &id, NewPayload payload, Answer<EnqueueReceipt> answer, JobService::Sender sender = {});

private:
    JobService &m_jobs;
    ReaderThread &m_reader;
};

} // namespace fairlead

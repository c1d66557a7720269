// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/letter_groups.h"
#include "engine/domain/views.h"
#include "engine/storage/job_changes.h"

namespace fairlead {

/// One step of a search: the jobs after `after` up to and including `upTo`, oldest first.
struct MatchRequest
{
    const JobFilter &filter;
    JobNumber after {};
    JobNumber upTo {};
    int limit = 1; ///< ids at most
};
struct Matches
{
    std::vector<JobId> ids;
    JobNumber examined {}; ///< all jobs up to this one were looked at
    bool hasMore = false; ///< there are more jobs behind `examined`
};

/// One step of the count of an operation's retried jobs: those after `after`, oldest first.
struct RetriedRequest
{
    JobId operation;
    JobNumber after {};
    int limit = 1; ///< jobs at most
};
struct RetriedCount
{
    StateCounts states {}; ///< of the jobs that no later act retried, and that are not deleted
    JobNumber examined {}; ///< all jobs up to this one were counted
    bool hasMore = false;
};

/// The logs that are kept of a job.
struct KeptLogs
{
    std::vector<int> attempts; ///< numbers of their runs, oldest first
    std::optional<KeptLog> log; ///< the one asked for, if it is kept
};

/// Reads jobs for people: details, lists, search. Sees committed changes only. Threads: one, that of its StoreReader.
/// Each call ends within about two seconds or fails with TimedOut.
class JobReader
{
public:
    virtual ~JobReader() = default;

    /// Fails with NotFound.
    virtual Result<JobRecord> findJob(const JobId &id) = 0;
    /// Finds a job by its place in the order of arrival; without its payload. Fails with NotFound.
    virtual Result<JobRecord> findJob(JobNumber seq) = 0;
    /// Fails with NotFound.
    virtual Result<JobResult> findResult(const JobId &id) = 0;
    /// The log of the newest run, or of the newest one with this number. Fails with NotFound when there is no job.
    virtual Result<KeptLogs> findLogs(const JobId &id, std::optional<int> attempt) = 0;
    /// In the order of the query, without payloads. A page goes on behind its cursor, whatever came or left. A search
    /// in payloads ends a page after a SearchRoom. Fails with Invalid for a cursor that a list of this order did not
    /// give.
    virtual Result<JobPage> listJobs(const JobQuery &query) = 0;
    /// Dead and expired jobs, latest death first, without payloads. Fails with Invalid for a cursor that this list did
    /// not give.
    virtual Result<DeadLetterPage> listDeadLetters(const DeadLetterQuery &query) = 0;
    virtual Result<LetterGroups> groupDeadLetters(const LetterGroupQuery &query) = 0;
    /// The newest job's place in the order of arrival; 0 when there is none.
    virtual Result<JobNumber> newestNumber() = 0;
    /// Stops early, with `hasMore`, when the search takes long.
    virtual Result<Matches> findMatching(const MatchRequest &request) = 0;
    /// Counts the jobs whose last retry was part of an operation, by their present state.
    virtual Result<RetriedCount> countRetried(const RetriedRequest &request) = 0;
};

} // namespace fairlead

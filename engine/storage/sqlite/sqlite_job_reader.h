// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/job_reader.h"
#include "engine/storage/list_cursor.h"
#include "engine/storage/search_room.h"
#include "engine/storage/sqlite/read_parts.h"
#include "engine/storage/sqlite/tag_range.h"

namespace fairlead {

/// Jobs are counted in blocks of 4096 seqs. 0009_lists.sql and the statements use the same number.
inline constexpr int blockBits = 12;

/// The JobReader of a SqliteReader. A list that takes too long ends with a shorter page and a cursor from which to go
/// on. Threads: that of its connection.
class SqliteJobReader final : public JobReader
{
public:
    explicit SqliteJobReader(ReadParts &parts)
        : m_parts(parts)
    {
    }
    Result<JobRecord> findJob(const JobId &id) override;
    Result<JobRecord> findJob(JobNumber seq) override;
    Result<JobResult> findResult(const JobId &id) override;
    Result<KeptLogs> findLogs(const JobId &id, std::optional<int> attempt) override;
    Result<JobPage> listJobs(const JobQuery &query) override;
    Result<DeadLetterPage> listDeadLetters(const DeadLetterQuery &query) override;
    Result<LetterGroups> groupDeadLetters(const LetterGroupQuery &query) override;
    Result<JobNumber> newestNumber() override;
    Result<Matches> findMatching(const MatchRequest &request) override;
    Result<RetriedCount> countRetried(const RetriedRequest &request) override;

private:
    /// The numbers of the names that a query asks for.
    struct Filter
    {
        std::optional<std::int64_t> queue;
        std::optional<std::int64_t> tenant;
        bool matchesNone = false; ///< a name that is asked for was never used
        bool matches(std::int64_t ofQueue, std::int64_t ofTenant) const
        {
            return !matchesNone && (!queue || *queue == ofQueue) && (!tenant || *tenant == ofTenant);
        }
    };
    Filter filterOf(const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant);
    std::optional<JobRecord> record(JobNumber seq, JobRows::Payload payload);
    void addRun(JobRecord &record);
    void addBacklog(JobRecord &record);
    /// Throws NotFound.
    JobNumber numberOf(const JobId &id);
    struct ListMarks
    {
        std::int64_t indexedTo = 0; ///< blocks count jobs up to this seq
        std::int64_t tagsFrom = 0; ///< tags of jobs from this seq on are indexed
    };
    ListMarks listMarks();
    /// Every job after `after` and up to `upTo` that can match, oldest first.
    SqliteRows matchRows(const JobFilter &filter, JobNumber after, JobNumber upTo);
    /// Every job behind `from` that can match, in the order of the query. `tags`: those of a list with the newest
    /// first.
    SqliteRows candidates(const JobQuery &query, const JobCursor &from, const std::optional<TagRange> &tags);
    struct Passed;
    Passed passOver(std::int64_t below, std::int64_t count);
    void passKept(Passed &passed, std::int64_t floor, std::int64_t count);
    JobPage collectJobs(const JobQuery &query, const JobCursor &from, JobPage page);
    /// The record of a job. Empty when it fails a criterion that only the record, or the payload, can answer.
    std::optional<JobRecord> passing(const JobQuery &query, JobNumber seq, SearchRoom &room);
    bool passesPayloadOf(const JobFilter &filter, JobNumber seq, SearchRoom &room);
    DeadLetterPage collectLetters(const DeadLetterQuery &query, const DeadLetterCursor &below);
    DeadLetterPage readLetters(
        SqliteRows rows, const Filter &filter, const DeadLetterQuery &query, const DeadLetterCursor &below);
    std::optional<DeadLetter> letter(JobNumber seq);
    /// Whether a job passes all criteria but the fingerprint.
    bool passesRecord(const JobFilter &filter, JobNumber seq, const JobRecord &record);
    Matches findById(const MatchRequest &request);
    Matches collectMatches(const MatchRequest &request, const Filter &filter);
    /// Whether a job passes the criteria that its row alone cannot answer: tags, attempts, the operation, the payload.
    bool passesWhole(const JobFilter &filter, JobNumber seq, SearchRoom &room);
    LetterGroups collectGroups(const LetterGroupQuery &query);
    struct GatheredLetters;
    LetterGroup groupOf(const LetterGroupQuery &query, const GatheredLetters &letters);

    ReadParts &m_parts;
};

} // namespace fairlead

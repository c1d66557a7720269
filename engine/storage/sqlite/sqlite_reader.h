// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/list_cursor.h"
#include "engine/storage/sqlite/sqlite_parts.h"

namespace fairlead {

/// Jobs are counted by blocks of 4096 seqs, as 0009_lists.sql and the statements have it.
inline constexpr int blockBits = 12;

/// Reads a SqliteStore's file through a read-only connection of its own, in short transactions. A list that takes too
/// long ends with a shorter page and a cursor to go on from. Threads: that which opened it.
class SqliteReader final : public StoreReader
{
public:
    /// Fails as SqliteConnection::open does.
    static Result<std::unique_ptr<StoreReader>> open(
        const std::string &file, std::shared_ptr<const LatestTime> latestTime);

    Result<JobRecord> findJob(const JobId &id) override;
    Result<JobRecord> findJob(Seq seq) override;
    Result<JobResult> findResult(const JobId &id) override;
    Result<JobPage> listJobs(const JobQuery &query) override;
    Result<DeadLetterPage> listDeadLetters(const DeadLetterQuery &query) override;
    Result<EventPage> events(const EventQuery &query) override;
    Result<AuditPage> auditLog(const AuditQuery &query) override;
    Result<LetterGroups> groupDeadLetters(const LetterGroupQuery &query) override;
    Result<Seq> newestSeq() override;
    Result<Matches> findMatching(const MatchRequest &request) override;
    Result<std::vector<Operation>> operations() override;
    Result<Operation> findOperation(const JobId &id) override;
    Result<VerifyReport> verify() override;
    Result<BackupReport> backup(const std::string &file) override;

private:
    SqliteReader(std::unique_ptr<SqliteConnection> database, std::shared_ptr<const LatestTime> latestTime);

    /// The numbers of the names that a query asks for; `none` when one of them is not known, so that nothing matches.
    struct Filter
    {
        std::optional<std::int64_t> queue;
        std::optional<std::int64_t> tenant;
        bool matchesNone = false;
        bool matches(std::int64_t ofQueue, std::int64_t ofTenant) const
        {
            return !matchesNone && (!queue || *queue == ofQueue) && (!tenant || *tenant == ofTenant);
        }
    };
    Result<Filter> filterOf(const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant);
    Result<std::optional<JobRecord>> record(Seq seq, JobRows::Payload payload);
    Result<> addRun(JobRecord &record);
    Result<> addBacklog(JobRecord &record);
    Result<Seq> seqOf(const JobId &id);
    /// The only number that a statement without arguments gives.
    Result<std::int64_t> numberFrom(const char *statement);
    struct ListMarks;
    Result<ListMarks> listMarks();
    struct Passed;
    Result<Passed> passOver(std::int64_t below, std::int64_t count);
    Result<> passKept(Passed &passed, std::int64_t floor, std::int64_t count);
    Result<JobPage> collectJobs(const JobQuery &query, std::int64_t below, JobPage page);
    Result<DeadLetterPage> collectLetters(const DeadLetterQuery &query, const DeadLetterCursor &below);
    Result<std::optional<DeadLetter>> letter(Seq seq);
    Result<Matches> findById(const MatchRequest &request);
    Result<Matches> collectMatches(const MatchRequest &request, const Filter &filter);
    /// What the row alone does not say: tags, attempts.
    Result<bool> passesWhole(const JobFilter &filter, Seq seq);
    struct GatheredLetters;
    Result<LetterGroup> groupOf(const LetterGroupQuery &query, const GatheredLetters &letters);

    std::unique_ptr<SqliteConnection> m_database;
    std::shared_ptr<const LatestTime> m_latestTime;
    NameTables m_names;
    JobRows m_jobs;
    EndRows m_ends;
    OperationRows m_operations;
};

} // namespace fairlead

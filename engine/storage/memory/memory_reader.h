// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/list_cursor.h"
#include "engine/storage/memory/memory_state.h"
#include "engine/storage/store_reader.h"

#include <functional>

namespace fairlead {

/// The JobReader of a MemoryReader. Threads: one; waits while a commit is under way.
class MemoryJobReader final : public JobReader
{
public:
    explicit MemoryJobReader(std::shared_ptr<MemoryState> state)
        : m_state(std::move(state))
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
    /// Takes the scheduled jobs behind `from`, soonest start first, until `take` returns false.
    void listNext(const JobCursor &from, const std::function<bool(const JobCursor &)> &take) const;

    std::shared_ptr<MemoryState> m_state;
};

/// The JournalReader of a MemoryReader. Threads: one; waits while a commit is under way.
class MemoryJournalReader final : public JournalReader
{
public:
    explicit MemoryJournalReader(std::shared_ptr<MemoryState> state)
        : m_state(std::move(state))
    {
    }
    Result<EventPage> events(const EventQuery &query) override;
    Result<AuditPage> auditLog(const AuditQuery &query) override;
    Result<std::vector<Mark>> marks(int limit) override;
    Result<std::vector<Operation>> operations() override;
    Result<Operation> findOperation(const JobId &id) override;

private:
    std::shared_ptr<MemoryState> m_state;
};

/// Reads a MemoryState. Threads: one; waits while a commit is under way.
class MemoryReader final : public StoreReader
{
public:
    explicit MemoryReader(const std::shared_ptr<MemoryState> &state)
        : m_state(state)
        , m_jobs(state)
        , m_journal(state)
    {
    }
    JobReader &jobs() override { return m_jobs; }
    JournalReader &journal() override { return m_journal; }
    Result<VerifyReport> verify() override;
    Result<BackupReport> backup(const std::string &file) override;

private:
    std::shared_ptr<MemoryState> m_state;
    MemoryJobReader m_jobs;
    MemoryJournalReader m_journal;
};

} // namespace fairlead

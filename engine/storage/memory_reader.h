// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/memory_state.h"

namespace fairlead {

/// Reads a MemoryState. Threads: one, its own; waits while a commit is under way.
class MemoryReader final : public StoreReader
{
public:
    explicit MemoryReader(std::shared_ptr<MemoryState> state);

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
    std::shared_ptr<MemoryState> m_state;
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/client.h"

namespace fairlead {

/// Adds an entry to the audit log; answers when it is on disk. Threads: any.
using AuditSink = std::function<void(const AuditEntry &, Answer<AuditEntry>)>;

/// Who asks.
struct Principal
{
    std::string who = "local"; ///< shown in the audit log
    std::optional<TenantName> tenant {}; ///< whose jobs alone are seen and touched; empty: everybody's
};

/// A Client in the name of somebody: every act is in the audit log, on disk, before it is done; one that is refused
/// gets a second entry that says so. An act that cannot be written down is not done, but for the stop of the engine.
/// Threads: any. Borrows the client inside, which outlives it and what it was asked.
class GuardedClient final : public Client
{
public:
    GuardedClient(Client &inner, AuditSink audit, Principal principal);

    void status(Answer<StatusView> answer) override;
    void enqueue(std::vector<NewJob> jobs, Answer<std::vector<Result<EnqueueReceipt>>> answer) override;
    void findJob(JobId id, Answer<JobRecord> answer) override;
    void whyWaiting(JobId id, Answer<WhyView> answer) override;
    void findResult(JobId id, Answer<JobResult> answer) override;
    void listJobs(JobQuery query, Answer<JobPage> answer) override;
    void cancelJob(JobId id, std::string who, Answer<JobRecord> answer) override;
    void retryJob(JobId id, Answer<JobRecord> answer) override;
    void deleteJob(JobId id, Answer<DeletedJob> answer) override;
    void restoreJob(JobId id, Answer<JobRecord> answer) override;
    void countJobs(JobFilter filter, std::optional<std::int64_t> most, Answer<JobCount> answer) override;
    void beginOperation(OperationRequest request, Answer<Operation> answer) override;
    void countOperation(OperationRequest request, Answer<JobCount> answer) override;
    void findOperation(JobId id, Answer<Operation> answer) override;
    void listOperations(Answer<std::vector<Operation>> answer) override;
    void cancelOperation(JobId id, Answer<Operation> answer) override;
    void lease(LeaseRequest request, Answer<std::vector<LeasedJob>> answer) override;
    void settleLease(LeaseToken token, Outcome outcome, Answer<JobState> answer) override;
    void renewLease(LeaseToken token, std::optional<Microseconds> length, Answer<LeaseView> answer) override;
    void reportProgress(LeaseToken token, Progress progress, Answer<LeaseView> answer) override;
    void listQueues(Answer<std::vector<QueueView>> answer) override;
    void findQueue(QueueName queue, Answer<QueueView> answer) override;
    void scaleQueue(QueueName queue, std::optional<int> workers, Answer<QueueView> answer) override;
    void listTenants(Answer<std::vector<TenantView>> answer) override;
    void findTenant(TenantName tenant, Answer<TenantView> answer) override;
    void setTenant(TenantName tenant, TenantPatch patch, Answer<TenantView> answer) override;
    void listWorkers(Answer<std::vector<WorkerView>> answer) override;
    void history(HistoryQuery query, Answer<History> answer) override;
    void listDeadLetters(DeadLetterQuery query, Answer<DeadLetterPage> answer) override;
    void groupDeadLetters(LetterGroupQuery query, Answer<LetterGroups> answer) override;
    void findDeadLetter(JobId id, Answer<DeadLetter> answer) override;
    void editAndRetry(JobId id, NewPayload payload, Answer<EnqueueReceipt> answer) override;
    void events(EventQuery query, Answer<EventPage> answer) override;
    void listAudit(AuditQuery query, Answer<AuditPage> answer) override;
    void verifyAudit(Answer<AuditReport> answer) override;
    void pause(Scope scope, std::string who, std::string why, Answer<StatusView> answer) override;
    void resume(Scope scope, Answer<StatusView> answer) override;
    void stop(StopMode mode, Answer<StatusView> answer) override;
    void configuration(Answer<std::vector<ConfigEntry>> answer) override;
    void reloadConfiguration(Answer<ReloadReport> answer) override;
    void verify(Answer<VerifyReport> answer) override;
    void backup(std::string file, Answer<BackupReport> answer) override;

private:
    /// What an act is called, what it acts on, and with what.
    struct Act
    {
        std::string name;
        std::string target;
        std::string detail {};
    };
    /// Whether a question about this tenant, or about all, may be asked; Denied.
    Result<> checkTenant(const std::optional<TenantName> &tenant) const;
    /// Whether a question about the engine as a whole may be asked; Denied.
    Result<> checkWhole(const char *what) const;
    /// Narrows a filter to the own tenant. Fails with Denied for another.
    Result<> narrow(std::optional<TenantName> &tenant) const;
    /// Calls `then` if the job is the own tenant's; else NotFound.
    template <typename T>
    void withOwnJob(const JobId &id, Answer<T> answer, std::function<void(Answer<T>)> then);
    enum class Unwritten { IsNotDone, IsDoneAllTheSame };
    template <typename T>
    void perform(
        Act act, Answer<T> answer, std::function<void(Answer<T>)> call, Unwritten policy = Unwritten::IsNotDone);

    Client &m_inner;
    const AuditSink m_audit;
    const Principal m_principal;
};

} // namespace fairlead

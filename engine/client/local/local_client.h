// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/client.h"
#include "engine/control/engine.h"

namespace fairlead {

/// The configuration as the program that runs the engine knows it. Both may be empty. Threads: any.
struct ConfigDoor
{
    std::function<std::vector<ConfigEntry>()> entries {};
    std::function<void(Answer<ReloadReport>)> reload {};
};

/// The Client of an engine in the same process. Threads: any; answers come on the engine's threads.
class LocalClient final : public Client
{
public:
    /// `onStop` is called when a caller asks the engine to stop; the program decides how it ends.
    LocalClient(Engine &engine, std::function<void(StopMode)> onStop, ConfigDoor config = {});

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
    Engine &m_engine;
    const std::function<void(StopMode)> m_onStop;
    const ConfigDoor m_config;
};

} // namespace fairlead

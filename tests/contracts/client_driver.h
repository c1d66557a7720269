// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/all_calls.h"
#include "engine/client/lease_ends.h"
#include "engine/client/pause_calls.h"
#include "tests/support/engine_rig.h"

namespace fairlead {

/// A Client under test and the engine behind it. Every verb is a blocking call.
class ClientDriver
{
public:
    using Receipts = Each<EnqueueReceipt>;
    ClientDriver(EngineRig &engine, Client &client)
        : rig(engine)
        , m_client(client)
    {
    }
    Result<StatusView> status() { return askAndWait(m_client, GetStatus {}); }
    Result<HealthReport> health() { return askAndWait(m_client, GetHealth {}); }
    /// The first cause of the verdict; of the kind Unknown when there is none.
    HealthCause firstCause()
    {
        const Result<HealthReport> report = health();
        return report && !report->causes.empty() ? report->causes.front() : HealthCause {};
    }
    Result<Receipts> enqueue(std::vector<NewJob> jobs)
    {
        return askAndWait(m_client, EnqueueJobs::of(std::move(jobs)));
    }
    /// Enqueues one job and returns its receipt.
    Result<EnqueueReceipt> enqueueOne(const NewJob &job)
    {
        Result<Receipts> receipts = enqueue({job});
        if (!receipts)
            return failure(receipts.error());
        return receipts->front();
    }
    Result<JobRecord> findJob(const JobId &id) { return askAndWait(m_client, FindJob {id}); }
    Result<WhyView> whyWaiting(const JobId &id) { return askAndWait(m_client, WhyWaiting {id}); }
    Result<Raw> findResult(const JobId &id) { return askAndWait(m_client, FindResult {id}); }
    Result<RunLogView> readLog(const JobId &id, std::optional<int> attempt = {}, std::int64_t after = 0)
    {
        return askAndWait(m_client, ReadLog {id, attempt, after});
    }
    Result<LeaseView> writeLog(const LeaseToken &token, const std::string &text)
    {
        return askAndWait(m_client, WriteLog {token, text});
    }
    Result<JobPage> listJobs(const JobQuery &query = {}) { return askAndWait(m_client, ListJobs {query}); }
    Result<JobRecord> cancelJob(const JobId &id, const std::string &who = {})
    {
        return askAndWait(m_client, CancelJob {id, who});
    }
    Result<EnqueueReceipt> editAndRetry(const JobId &id, const NewPayload &payload)
    {
        return askAndWait(m_client, EditAndRetry {id, payload});
    }
    Result<EnqueueReceipt> editJob(const JobId &id, const JobEdit &edit)
    {
        return askAndWait(m_client, EditJob {id, edit});
    }
    Result<JobRecord> tagJob(const JobId &id, const TagChange &change)
    {
        return askAndWait(m_client, TagJob {id, change});
    }
    Result<std::vector<ConfigEntry>> configuration() { return askAndWait(m_client, ListConfiguration {}); }
    Result<ReloadReport> reloadConfiguration() { return askAndWait(m_client, ReloadConfiguration {}); }
    Result<JobRecord> retryJob(const JobId &id) { return askAndWait(m_client, RetryJob {id}); }
    Result<DeletedJob> deleteJob(const JobId &id) { return askAndWait(m_client, DeleteJob {id}); }
    Result<JobRecord> restoreJob(const JobId &id) { return askAndWait(m_client, RestoreJob {id}); }
    Result<JobCount> countJobs(const JobFilter &filter, std::optional<std::int64_t> most = {})
    {
        return askAndWait(m_client, CountJobs {filter, most});
    }
    Result<Operation> beginOperation(const OperationRequest &request)
    {
        return askAndWaitFor<Operation>(m_client, BeginOperation {request});
    }
    Result<JobCount> countOperation(const OperationRequest &request)
    {
        return askAndWaitFor<JobCount>(m_client, BeginOperation {request, true});
    }
    Result<Operation> findOperation(const JobId &id) { return askAndWait(m_client, FindOperation {id}); }
    Result<OperationOutcome> findOutcome(const JobId &id) { return askAndWait(m_client, FindOutcome {id}); }
    Result<std::vector<Operation>> listOperations() { return askAndWait(m_client, ListOperations {}); }
    Result<Operation> cancelOperation(const JobId &id) { return askAndWait(m_client, CancelOperation {id}); }
    Result<std::vector<LeasedJob>> lease(const char *queue, int max = 1, Microseconds wait = {})
    {
        return askAndWait(m_client, LeaseJobs {LeaseRequest {QueueName::trusted(queue), "far-1", max, wait, {}}});
    }
    Result<JobState> settleLease(const LeaseToken &token, const Outcome &outcome)
    {
        return await<JobState>([&](Answer<JobState> answer) { askEnd(m_client, token, outcome, std::move(answer)); });
    }
    Result<LeaseView> renewLease(const LeaseToken &token, std::optional<Microseconds> length = {})
    {
        return askAndWait(m_client, RenewLease {token, length});
    }
    Result<LeaseView> reportProgress(const LeaseToken &token, const Progress &progress)
    {
        return askAndWait(m_client, ReportProgress {token, progress});
    }
    Result<std::vector<QueueView>> listQueues() { return askAndWait(m_client, ListQueues {}); }
    Result<QueueView> findQueue(const char *queue)
    {
        return askAndWait(m_client, FindQueue {QueueName::trusted(queue)});
    }
    Result<TenantPage> listTenants(const TenantQuery &query = {}) { return askAndWait(m_client, ListTenants {query}); }
    Result<TenantView> findTenant(const char *tenant)
    {
        return askAndWait(m_client, FindTenant {TenantName::trusted(tenant)});
    }
    Result<TenantView> setTenant(const char *tenant, const TenantPatch &patch)
    {
        return askAndWait(m_client, SetTenant {TenantName::trusted(tenant), patch});
    }
    Result<TenantView> setWeight(const char *tenant, double weight)
    {
        return askAndWait(m_client, SetTenant {TenantName::trusted(tenant), {.plan = {}, .rules = {.weight = weight}}});
    }
    Result<QueueView> scaleQueue(const char *queue, std::optional<int> workers)
    {
        return askAndWait(m_client, ScaleQueue {QueueName::trusted(queue), workers});
    }
    Result<std::vector<WorkerView>> listWorkers() { return askAndWait(m_client, ListWorkers {}); }
    Result<DeadLetterPage> listDeadLetters(const DeadLetterQuery &query = {})
    {
        return askAndWaitFor<DeadLetterPage>(m_client, ListDeadLetters {query});
    }
    Result<LetterGroups> groupDeadLetters(const LetterGroupQuery &query = {})
    {
        return askAndWaitFor<LetterGroups>(m_client, ListDeadLetters::grouped(query));
    }
    Result<DeadLetter> findDeadLetter(const JobId &id) { return askAndWait(m_client, FindDeadLetter {id}); }
    Result<StatusView> pause(const Scope &scope, const std::string &who = "anna", const std::string &why = "lunch")
    {
        return await<StatusView>([&](Answer<StatusView> answer) {
            askPause(m_client, scope, {who, why}, std::move(answer));
        });
    }
    Result<StatusView> resume(const Scope &scope)
    {
        return await<StatusView>([&](Answer<StatusView> answer) { askResume(m_client, scope, std::move(answer)); });
    }
    Result<StatusView> stop(StopMode mode) { return askAndWait(m_client, StopEngine {mode}); }
    Result<BackupReport> backup(const std::string &file) { return askAndWait(m_client, BackUpStore {file}); }
    Result<VerifyReport> verify() { return askAndWait(m_client, VerifyStore {}); }

    Result<History> history(const HistoryQuery &query) { return askAndWait(m_client, FindHistory {query}); }
    Result<EventPage> events(const EventQuery &query) { return askAndWait(m_client, ListEvents {query}); }
    /// The events that the claim itself caused, oldest first.
    std::vector<Event> allEvents()
    {
        const auto page = events({.since = 0, .limit = 1000});
        return page ? page->events : std::vector<Event> {};
    }
    Result<AuditPage> listAudit(const AuditQuery &query = {}) { return askAndWait(m_client, ListAudit {query}); }
    Result<Mark> addMark(const std::string &text) { return askAndWait(m_client, AddMark {text}); }
    Result<std::vector<Mark>> listMarks() { return askAndWait(m_client, ListMarks {}); }
    Result<std::vector<AlertView>> listAlerts() { return askAndWait(m_client, ListAlerts {}); }
    Result<AlertView> addAlert(const AlertRule &rule) { return askAndWait(m_client, AddAlert {rule}); }
    Result<AlertView> changeAlert(const char *name, const AlertPatch &patch)
    {
        return askAndWait(m_client, ChangeAlert {AlertName::trusted(name), patch});
    }
    Result<AlertView> removeAlert(const char *name)
    {
        return askAndWait(m_client, RemoveAlert {AlertName::trusted(name)});
    }
    Result<AuditReport> verifyAudit() { return askAndWait(m_client, VerifyAudit {}); }

    Client &client() { return m_client; }

    EngineRig &rig;

private:
    Client &m_client;
};

inline Scope queueScope(const char *queue)
{
    return {QueueName::trusted(queue), {}};
}
inline Scope tenantScope(const char *tenant)
{
    return {{}, TenantName::trusted(tenant)};
}

/// Fails the claim unless `result` is the error `code` and names `part`.
#define FAIRLEAD_REFUSED(result, expected, part)                                                                       \
    do {                                                                                                               \
        const auto refused = (result);                                                                                 \
        QVERIFY(!refused);                                                                                             \
        QCOMPARE(errorCodeName(refused.error().code), errorCodeName(expected));                                        \
        QVERIFY2(refused.error().text.find(part) != std::string::npos, refused.error().text.c_str());                  \
    } while (false)

} // namespace fairlead

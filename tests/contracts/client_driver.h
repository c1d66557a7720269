// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "tests/support/engine_rig.h"

namespace fairlead {

/// A Client under test and the engine behind it; every verb as a call that waits.
class ClientDriver
{
public:
    using Receipts = std::vector<Result<EnqueueReceipt>>;
    ClientDriver(EngineRig &engine, Client &client)
        : rig(engine)
        , m_client(client)
    {
    }
    Result<StatusView> status() { return ask<StatusView>(&Client::status); }
    Result<Receipts> enqueue(std::vector<NewJob> jobs) { return ask<Receipts>(&Client::enqueue, std::move(jobs)); }
    /// The only receipt of one job.
    Result<EnqueueReceipt> enqueueOne(const NewJob &job)
    {
        Result<Receipts> receipts = enqueue({job});
        if (!receipts)
            return failure(receipts.error());
        return receipts->front();
    }
    Result<JobRecord> findJob(const JobId &id) { return ask<JobRecord>(&Client::findJob, id); }
    Result<WhyView> whyWaiting(const JobId &id) { return ask<WhyView>(&Client::whyWaiting, id); }
    Result<JobResult> findResult(const JobId &id) { return ask<JobResult>(&Client::findResult, id); }
    Result<JobPage> listJobs(const JobQuery &query = {}) { return ask<JobPage>(&Client::listJobs, query); }
    Result<JobRecord> cancelJob(const JobId &id, const std::string &who = {})
    {
        return ask<JobRecord>(&Client::cancelJob, id, who);
    }
    Result<EnqueueReceipt> editAndRetry(const JobId &id, const NewPayload &payload)
    {
        return ask<EnqueueReceipt>(&Client::editAndRetry, id, payload);
    }
    Result<std::vector<ConfigEntry>> configuration() { return ask<std::vector<ConfigEntry>>(&Client::configuration); }
    Result<ReloadReport> reloadConfiguration() { return ask<ReloadReport>(&Client::reloadConfiguration); }
    Result<JobRecord> retryJob(const JobId &id) { return ask<JobRecord>(&Client::retryJob, id); }
    Result<DeletedJob> deleteJob(const JobId &id) { return ask<DeletedJob>(&Client::deleteJob, id); }
    Result<JobRecord> restoreJob(const JobId &id) { return ask<JobRecord>(&Client::restoreJob, id); }
    Result<JobCount> countJobs(const JobFilter &filter, std::optional<std::int64_t> most = {})
    {
        return ask<JobCount>(&Client::countJobs, filter, most);
    }
    Result<Operation> beginOperation(const OperationRequest &request)
    {
        return ask<Operation>(&Client::beginOperation, request);
    }
    Result<JobCount> countOperation(const OperationRequest &request)
    {
        return ask<JobCount>(&Client::countOperation, request);
    }
    Result<Operation> findOperation(const JobId &id) { return ask<Operation>(&Client::findOperation, id); }
    Result<std::vector<Operation>> listOperations() { return ask<std::vector<Operation>>(&Client::listOperations); }
    Result<Operation> cancelOperation(const JobId &id) { return ask<Operation>(&Client::cancelOperation, id); }
    Result<std::vector<LeasedJob>> lease(const char *queue, int max = 1, Microseconds wait = {})
    {
        return ask<std::vector<LeasedJob>>(
            &Client::lease, LeaseRequest {QueueName::trusted(queue), "far-1", max, wait, {}});
    }
    Result<JobState> settleLease(const LeaseToken &token, const Outcome &outcome)
    {
        return ask<JobState>(&Client::settleLease, token, outcome);
    }
    Result<LeaseView> renewLease(const LeaseToken &token, std::optional<Microseconds> length = {})
    {
        return ask<LeaseView>(&Client::renewLease, token, length);
    }
    Result<LeaseView> reportProgress(const LeaseToken &token, const Progress &progress)
    {
        return ask<LeaseView>(&Client::reportProgress, token, progress);
    }
    Result<std::vector<QueueView>> listQueues() { return ask<std::vector<QueueView>>(&Client::listQueues); }
    Result<QueueView> findQueue(const char *queue)
    {
        return ask<QueueView>(&Client::findQueue, QueueName::trusted(queue));
    }
    Result<std::vector<TenantView>> listTenants() { return ask<std::vector<TenantView>>(&Client::listTenants); }
    Result<TenantView> findTenant(const char *tenant)
    {
        return ask<TenantView>(&Client::findTenant, TenantName::trusted(tenant));
    }
    Result<TenantView> setTenant(const char *tenant, const TenantPatch &patch)
    {
        return ask<TenantView>(&Client::setTenant, TenantName::trusted(tenant), patch);
    }
    Result<TenantView> setWeight(const char *tenant, double weight)
    {
        return ask<TenantView>(
            &Client::setTenant, TenantName::trusted(tenant), TenantPatch {.plan = {}, .rules = {.weight = weight}});
    }
    Result<QueueView> scaleQueue(const char *queue, std::optional<int> workers)
    {
        return ask<QueueView>(&Client::scaleQueue, QueueName::trusted(queue), workers);
    }
    Result<std::vector<WorkerView>> listWorkers() { return ask<std::vector<WorkerView>>(&Client::listWorkers); }
    Result<DeadLetterPage> listDeadLetters(const DeadLetterQuery &query = {})
    {
        return ask<DeadLetterPage>(&Client::listDeadLetters, query);
    }
    Result<LetterGroups> groupDeadLetters(const LetterGroupQuery &query = {})
    {
        return ask<LetterGroups>(&Client::groupDeadLetters, query);
    }
    Result<DeadLetter> findDeadLetter(const JobId &id) { return ask<DeadLetter>(&Client::findDeadLetter, id); }
    Result<StatusView> pause(const Scope &scope, const std::string &who = "anna", const std::string &why = "lunch")
    {
        return ask<StatusView>(&Client::pause, scope, who, why);
    }
    Result<StatusView> resume(const Scope &scope) { return ask<StatusView>(&Client::resume, scope); }
    Result<StatusView> stop(StopMode mode) { return ask<StatusView>(&Client::stop, mode); }
    Result<BackupReport> backup(const std::string &file) { return ask<BackupReport>(&Client::backup, file); }
    Result<VerifyReport> verify() { return ask<VerifyReport>(&Client::verify); }

    Result<History> history(const HistoryQuery &query) { return ask<History>(&Client::history, query); }
    Result<EventPage> events(const EventQuery &query) { return ask<EventPage>(&Client::events, query); }
    /// Those that the claim itself made happen, oldest first.
    std::vector<Event> allEvents()
    {
        const auto page = events({.since = 0, .limit = 1000});
        return page ? page->events : std::vector<Event> {};
    }
    Result<AuditPage> listAudit(const AuditQuery &query = {}) { return ask<AuditPage>(&Client::listAudit, query); }
    Result<AuditReport> verifyAudit() { return ask<AuditReport>(&Client::verifyAudit); }

    Client &client() { return m_client; }

    EngineRig &rig;

private:
    template <typename T, typename Verb, typename... Given>
    Result<T> ask(Verb verb, Given... given)
    {
        return await<T>([&](Answer<T> answer) { (m_client.*verb)(std::move(given)..., std::move(answer)); });
    }
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

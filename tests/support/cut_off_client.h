// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/client/client.h"

#include <atomic>

namespace fairlead {

/// A Client whose line can be cut: then every call fails with Unavailable, at once or later, or is never answered.
/// Threads: any; takeHeld: while nobody asks.
class CutOffClient final : public Client
{
public:
    enum class Line { Whole, Refused, Silent, Held };
    using Held = std::function<void()>; ///< fails one call
    explicit CutOffClient(Client &inner)
        : m_inner(&inner)
    {
    }
    void set(Line line) { m_line = line; }
    /// The calls that were made while the line was held.
    std::vector<Held> takeHeld() { return std::exchange(m_held, {}); }
    /// From now on another engine answers.
    void connectTo(Client &inner) { m_inner = &inner; }

    void status(Answer<StatusView> a) override { pass(&Client::status, a); }
    void enqueue(std::vector<NewJob> jobs, Answer<std::vector<Result<EnqueueReceipt>>> a) override
    {
        pass(&Client::enqueue, a, std::move(jobs));
    }
    void findJob(JobId id, Answer<JobRecord> a) override { pass(&Client::findJob, a, id); }
    void whyWaiting(JobId id, Answer<WhyView> a) override { pass(&Client::whyWaiting, a, id); }
    void findResult(JobId id, Answer<JobResult> a) override { pass(&Client::findResult, a, id); }
    void listJobs(JobQuery query, Answer<JobPage> a) override { pass(&Client::listJobs, a, std::move(query)); }
    void cancelJob(JobId id, std::string who, Answer<JobRecord> a) override
    {
        pass(&Client::cancelJob, a, id, std::move(who));
    }
    void retryJob(JobId id, Answer<JobRecord> a) override { pass(&Client::retryJob, a, id); }
    void deleteJob(JobId id, Answer<DeletedJob> a) override { pass(&Client::deleteJob, a, id); }
    void editAndRetry(JobId id, NewPayload payload, Answer<EnqueueReceipt> a) override
    {
        pass(&Client::editAndRetry, a, id, std::move(payload));
    }
    void configuration(Answer<std::vector<ConfigEntry>> a) override { pass(&Client::configuration, a); }
    void reloadConfiguration(Answer<ReloadReport> a) override { pass(&Client::reloadConfiguration, a); }
    void restoreJob(JobId id, Answer<JobRecord> a) override { pass(&Client::restoreJob, a, id); }
    void countJobs(JobFilter filter, std::optional<std::int64_t> most, Answer<JobCount> a) override
    {
        pass(&Client::countJobs, a, std::move(filter), most);
    }
    void beginOperation(OperationRequest request, Answer<Operation> a) override
    {
        pass(&Client::beginOperation, a, std::move(request));
    }
    void countOperation(OperationRequest request, Answer<JobCount> a) override
    {
        pass(&Client::countOperation, a, std::move(request));
    }
    void findOperation(JobId id, Answer<Operation> a) override { pass(&Client::findOperation, a, id); }
    void listOperations(Answer<std::vector<Operation>> a) override { pass(&Client::listOperations, a); }
    void cancelOperation(JobId id, Answer<Operation> a) override { pass(&Client::cancelOperation, a, id); }
    void lease(LeaseRequest request, Answer<std::vector<LeasedJob>> a) override
    {
        pass(&Client::lease, a, std::move(request));
    }
    void settleLease(LeaseToken token, Outcome outcome, Answer<JobState> a) override
    {
        pass(&Client::settleLease, a, token, std::move(outcome));
    }
    void renewLease(LeaseToken token, std::optional<Microseconds> length, Answer<LeaseView> a) override
    {
        pass(&Client::renewLease, a, token, length);
    }
    void reportProgress(LeaseToken token, Progress progress, Answer<LeaseView> a) override
    {
        pass(&Client::reportProgress, a, token, std::move(progress));
    }
    void listQueues(Answer<std::vector<QueueView>> a) override { pass(&Client::listQueues, a); }
    void findQueue(QueueName queue, Answer<QueueView> a) override { pass(&Client::findQueue, a, std::move(queue)); }
    void scaleQueue(QueueName queue, std::optional<int> workers, Answer<QueueView> a) override
    {
        pass(&Client::scaleQueue, a, std::move(queue), workers);
    }
    void listTenants(Answer<std::vector<TenantView>> a) override { pass(&Client::listTenants, a); }
    void findTenant(TenantName tenant, Answer<TenantView> a) override
    {
        pass(&Client::findTenant, a, std::move(tenant));
    }
    void setTenant(TenantName tenant, TenantPatch patch, Answer<TenantView> a) override
    {
        pass(&Client::setTenant, a, std::move(tenant), patch);
    }
    void listWorkers(Answer<std::vector<WorkerView>> a) override { pass(&Client::listWorkers, a); }
    void history(HistoryQuery query, Answer<History> a) override { pass(&Client::history, a, std::move(query)); }
    void listDeadLetters(DeadLetterQuery query, Answer<DeadLetterPage> a) override
    {
        pass(&Client::listDeadLetters, a, std::move(query));
    }
    void groupDeadLetters(LetterGroupQuery query, Answer<LetterGroups> a) override
    {
        pass(&Client::groupDeadLetters, a, std::move(query));
    }
    void findDeadLetter(JobId id, Answer<DeadLetter> a) override { pass(&Client::findDeadLetter, a, id); }
    void events(EventQuery query, Answer<EventPage> a) override { pass(&Client::events, a, std::move(query)); }
    void listAudit(AuditQuery query, Answer<AuditPage> a) override { pass(&Client::listAudit, a, query); }
    void verifyAudit(Answer<AuditReport> a) override { pass(&Client::verifyAudit, a); }
    void pause(Scope scope, std::string who, std::string why, Answer<StatusView> a) override
    {
        pass(&Client::pause, a, std::move(scope), std::move(who), std::move(why));
    }
    void resume(Scope scope, Answer<StatusView> a) override { pass(&Client::resume, a, std::move(scope)); }
    void stop(StopMode mode, Answer<StatusView> a) override { pass(&Client::stop, a, mode); }
    void backup(std::string file, Answer<BackupReport> a) override { pass(&Client::backup, a, std::move(file)); }
    void verify(Answer<VerifyReport> a) override { pass(&Client::verify, a); }

private:
    template <typename Verb, typename T, typename... Arguments>
    void pass(Verb verb, Answer<T> &answer, Arguments &&...arguments)
    {
        if (m_line == Line::Whole)
            (m_inner.load()->*verb)(std::forward<Arguments>(arguments)..., std::move(answer));
        else if (m_line == Line::Refused)
            answer(refusal());
        else if (m_line == Line::Held)
            m_held.push_back([answer = std::move(answer)] { answer(refusal()); });
    }
    static auto refusal() { return failure(ErrorCode::Unavailable, "connection refused by 127.0.0.1:8420"); }

    std::vector<Held> m_held;
    std::atomic<Client *> m_inner;
    std::atomic<Line> m_line {Line::Whole};
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/client/local/local_client.h"

#include "engine/client/call_checks.h"

namespace fairlead {

LocalClient::LocalClient(Engine &engine, std::function<void(StopMode)> onStop, ConfigDoor config)
    : m_engine(engine)
    , m_onStop(std::move(onStop))
    , m_config(std::move(config))
{
}

void LocalClient::status(Answer<StatusView> answer)
{
    m_engine.stats().status(std::move(answer));
}

void LocalClient::enqueue(std::vector<NewJob> jobs, Answer<std::vector<Result<EnqueueReceipt>>> answer)
{
    if (const Result<> good = checkJobCount(jobs.size()); !good) {
        answer(failure(good.error()));
        return;
    }
    // Jobs refused here keep their place among the answers.
    auto receipts = std::make_shared<std::vector<Result<EnqueueReceipt>>>(jobs.size(), EnqueueReceipt {});
    std::vector<NewJob> admitted;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < jobs.size(); ++i) {
        if (const Result<> good = checkTexts(jobs[i]); !good) {
            (*receipts)[i] = failure(good.error());
            continue;
        }
        admitted.push_back(std::move(jobs[i]));
        places.push_back(i);
    }
    m_engine.jobs().enqueue(std::move(admitted),
        [receipts, places, answer = std::move(answer)](Result<std::vector<Result<EnqueueReceipt>>> stored) {
            if (!stored) {
                answer(failure(stored.error()));
                return;
            }
            for (std::size_t i = 0; i < places.size(); ++i)
                (*receipts)[places[i]] = std::move((*stored)[i]);
            answer(std::move(*receipts));
        });
}

void LocalClient::findJob(JobId id, Answer<JobRecord> answer)
{
    m_engine.jobs().find(id, std::move(answer));
}

void LocalClient::whyWaiting(JobId id, Answer<WhyView> answer)
{
    m_engine.jobs().why(id, std::move(answer));
}

void LocalClient::findResult(JobId id, Answer<JobResult> answer)
{
    m_engine.jobs().findResult(id, std::move(answer));
}

void LocalClient::listJobs(JobQuery query, Answer<JobPage> answer)
{
    if (const Result<> good = checkJobQuery(query); good)
        m_engine.jobs().list(query, std::move(answer));
    else
        answer(failure(good.error()));
}

void LocalClient::cancelJob(JobId id, std::string who, Answer<JobRecord> answer)
{
    if (const Result<> good = checkWho(who); good)
        m_engine.jobs().cancel(id, who, std::move(answer));
    else
        answer(failure(good.error()));
}

void LocalClient::editAndRetry(JobId id, NewPayload payload, Answer<EnqueueReceipt> answer)
{
    if (const Result<> good = checkPayload(payload); good)
        m_engine.deadLetters().editAndRetry(id, std::move(payload), std::move(answer));
    else
        answer(failure(good.error()));
}

void LocalClient::configuration(Answer<std::vector<ConfigEntry>> answer)
{
    answer(m_config.entries ? m_config.entries() : std::vector<ConfigEntry> {});
}

void LocalClient::reloadConfiguration(Answer<ReloadReport> answer)
{
    if (m_config.reload)
        m_config.reload(std::move(answer));
    else
        answer(failure(ErrorCode::Unsupported, "this engine was not started from a configuration file"));
}

void LocalClient::retryJob(JobId id, Answer<JobRecord> answer)
{
    m_engine.jobs().retry(id, std::move(answer));
}

void LocalClient::deleteJob(JobId id, Answer<DeletedJob> answer)
{
    m_engine.jobs().discard(id, std::move(answer));
}

void LocalClient::restoreJob(JobId id, Answer<JobRecord> answer)
{
    m_engine.jobs().restore(id, std::move(answer));
}

void LocalClient::countJobs(JobFilter filter, std::optional<std::int64_t> most, Answer<JobCount> answer)
{
    if (const Result<> good = checkListFilter(filter); !good) {
        answer(failure(good.error()));
        return;
    }
    m_engine.operations().count(filter, most, std::move(answer));
}

void LocalClient::beginOperation(OperationRequest request, Answer<Operation> answer)
{
    m_engine.operations().begin(std::move(request), std::move(answer));
}

void LocalClient::countOperation(OperationRequest request, Answer<JobCount> answer)
{
    m_engine.operations().count(request, std::move(answer));
}

void LocalClient::findOperation(JobId id, Answer<Operation> answer)
{
    m_engine.operations().find(id, std::move(answer));
}

void LocalClient::listOperations(Answer<std::vector<Operation>> answer)
{
    m_engine.operations().list(std::move(answer));
}

void LocalClient::cancelOperation(JobId id, Answer<Operation> answer)
{
    m_engine.operations().cancel(id, std::move(answer));
}

void LocalClient::lease(LeaseRequest request, Answer<std::vector<LeasedJob>> answer)
{
    m_engine.leases().lease(request, std::move(answer));
}

void LocalClient::settleLease(LeaseToken token, Outcome outcome, Answer<JobState> answer)
{
    m_engine.leases().finish(token, std::move(outcome), std::move(answer));
}

void LocalClient::renewLease(LeaseToken token, std::optional<Microseconds> length, Answer<LeaseView> answer)
{
    m_engine.leases().renew(token, length, std::move(answer));
}

void LocalClient::reportProgress(LeaseToken token, Progress progress, Answer<LeaseView> answer)
{
    m_engine.leases().reportProgress(token, std::move(progress), std::move(answer));
}

void LocalClient::listQueues(Answer<std::vector<QueueView>> answer)
{
    m_engine.stats().queues(std::move(answer));
}

void LocalClient::findQueue(QueueName queue, Answer<QueueView> answer)
{
    listQueues([queue, answer = std::move(answer)](Result<std::vector<QueueView>> views) {
        if (!views) {
            answer(failure(views.error()));
            return;
        }
        for (QueueView &view : *views) {
            if (view.queue == queue) {
                answer(std::move(view));
                return;
            }
        }
        answer(failure(ErrorCode::NotFound, "no queue '" + queue.text() + "' in this engine's configuration"));
    });
}

void LocalClient::scaleQueue(QueueName queue, std::optional<int> workers, Answer<QueueView> answer)
{
    m_engine.queues().scale(queue, workers, [this, queue, answer = std::move(answer)](Result<bool> scaled) {
        if (!scaled)
            answer(failure(scaled.error()));
        else
            findQueue(queue, answer);
    });
}

void LocalClient::listTenants(Answer<std::vector<TenantView>> answer)
{
    m_engine.stats().tenants(std::move(answer));
}

void LocalClient::findTenant(TenantName tenant, Answer<TenantView> answer)
{
    listTenants([tenant, answer = std::move(answer)](Result<std::vector<TenantView>> views) {
        if (!views) {
            answer(failure(views.error()));
            return;
        }
        for (TenantView &view : *views) {
            if (view.tenant == tenant) {
                answer(std::move(view));
                return;
            }
        }
        answer(failure(ErrorCode::NotFound, "no tenant '" + tenant.text() + "': it is not configured and has no jobs"));
    });
}

void LocalClient::setTenant(TenantName tenant, TenantPatch patch, Answer<TenantView> answer)
{
    m_engine.tenants().set(tenant, patch, [this, tenant, answer = std::move(answer)](Result<TenantSettings> set) {
        if (!set)
            answer(failure(set.error()));
        else
            findTenant(tenant, answer);
    });
}

void LocalClient::listWorkers(Answer<std::vector<WorkerView>> answer)
{
    m_engine.stats().workers(std::move(answer));
}

void LocalClient::history(HistoryQuery query, Answer<History> answer)
{
    if (const Result<> good = checkHistory(query); good)
        m_engine.stats().history(query, std::move(answer));
    else
        answer(failure(good.error()));
}

void LocalClient::listDeadLetters(DeadLetterQuery query, Answer<DeadLetterPage> answer)
{
    if (const Result<> good = checkPage(query.limit, query.skip); good)
        m_engine.deadLetters().list(query, std::move(answer));
    else
        answer(failure(good.error()));
}

void LocalClient::groupDeadLetters(LetterGroupQuery query, Answer<LetterGroups> answer)
{
    if (const Result<> good = checkPageLimit(query.limit); good)
        m_engine.deadLetters().group(query, std::move(answer));
    else
        answer(failure(good.error()));
}

void LocalClient::findDeadLetter(JobId id, Answer<DeadLetter> answer)
{
    m_engine.deadLetters().find(id, std::move(answer));
}

void LocalClient::events(EventQuery query, Answer<EventPage> answer)
{
    if (const Result<> good = checkEventQuery(query); good)
        m_engine.events().read(query, std::move(answer));
    else
        answer(failure(good.error()));
}

void LocalClient::listAudit(AuditQuery query, Answer<AuditPage> answer)
{
    if (const Result<> good = checkPageLimit(query.limit); good)
        m_engine.audit().list(query, std::move(answer));
    else
        answer(failure(good.error()));
}

void LocalClient::verifyAudit(Answer<AuditReport> answer)
{
    m_engine.audit().verify(std::move(answer));
}

void LocalClient::pause(Scope scope, std::string who, std::string why, Answer<StatusView> answer)
{
    if (const Result<> good = checkPause(who, why); !good) {
        answer(failure(good.error()));
        return;
    }
    m_engine.pauses().pause(scope, who, why, [this, answer = std::move(answer)](Result<Pause> paused) {
        if (!paused)
            answer(failure(paused.error()));
        else
            status(answer);
    });
}

void LocalClient::resume(Scope scope, Answer<StatusView> answer)
{
    m_engine.pauses().resume(scope, [this, answer = std::move(answer)](Result<bool> resumed) {
        if (!resumed)
            answer(failure(resumed.error()));
        else
            status(answer);
    });
}

void LocalClient::stop(StopMode mode, Answer<StatusView> answer)
{
    // Answered first: the way back may be among what stops.
    status([this, mode, answer = std::move(answer)](Result<StatusView> view) {
        if (view)
            view->state = "stopping";
        answer(std::move(view));
        m_onStop(mode);
    });
}

void LocalClient::backup(std::string file, Answer<BackupReport> answer)
{
    if (const Result<> good = checkBackupFile(file); good)
        m_engine.upkeep().backup(file, std::move(answer));
    else
        answer(failure(good.error()));
}

void LocalClient::verify(Answer<VerifyReport> answer)
{
    m_engine.upkeep().verify(std::move(answer));
}

} // namespace fairlead

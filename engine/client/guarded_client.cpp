// SPDX-License-Identifier: Apache-2.0
#include "engine/client/guarded_client.h"

#include "engine/wire/operation_json.h"
#include "engine/wire/request_json.h"
#include "engine/wire/view_json.h"

namespace fairlead {

namespace {
std::string textOf(const Scope &scope)
{
    if (!scope.queue && !scope.tenant)
        return "engine";
    std::string text = scope.tenant ? "tenant " + scope.tenant->text() : std::string {};
    if (scope.queue)
        text += (text.empty() ? "queue " : " in queue ") + scope.queue->text();
    return text;
}

std::string reasonOf(const std::string &who, const std::string &why)
{
    return who + (who.empty() || why.empty() ? "" : ": ") + why;
}
} // namespace

GuardedClient::GuardedClient(Client &inner, AuditSink audit, Principal principal)
    : m_inner(inner)
    , m_audit(std::move(audit))
    , m_principal(std::move(principal))
{
}

template <typename T>
void GuardedClient::perform(Act act, Answer<T> answer, std::function<void(Answer<T>)> call, Unwritten policy)
{
    AuditEntry entry;
    entry.who = m_principal.who;
    entry.act = std::move(act.name);
    entry.target = std::move(act.target);
    entry.detail = std::move(act.detail);
    const auto done = [audit = m_audit, entry, answer](Result<T> result) mutable {
        if (result) {
            answer(std::move(result));
            return;
        }
        entry.detail = "refused: " + result.error().text;
        audit(entry, [answer, result](const Result<AuditEntry> &) { answer(result); });
    };
    m_audit(entry, [answer, call = std::move(call), done, policy](const Result<AuditEntry> &written) {
        if (written || policy == Unwritten::IsDoneAllTheSame)
            call(done);
        else
            answer(failure(written.error()));
    });
}

// --- one tenant alone ------------------------------------------------------------------------------------------------

Result<> GuardedClient::checkTenant(const std::optional<TenantName> &tenant) const
{
    if (!m_principal.tenant || tenant == m_principal.tenant)
        return {};
    return failure(ErrorCode::Denied, "this token is for tenant '" + m_principal.tenant->text() + "' alone");
}

Result<> GuardedClient::checkWhole(const char *what) const
{
    if (!m_principal.tenant)
        return {};
    return failure(ErrorCode::Denied,
        std::string(what) + ": not for a token of one tenant ('" + m_principal.tenant->text() + "')");
}

Result<> GuardedClient::narrow(std::optional<TenantName> &tenant) const
{
    if (m_principal.tenant && !tenant)
        tenant = m_principal.tenant;
    return checkTenant(tenant);
}

template <typename T>
void GuardedClient::withOwnJob(const JobId &id, Answer<T> answer, std::function<void(Answer<T>)> then)
{
    if (!m_principal.tenant) {
        then(std::move(answer));
        return;
    }
    m_inner.findJob(id,
        [id, own = *m_principal.tenant, answer = std::move(answer), then = std::move(then)](
            const Result<JobRecord> &record) {
            if (!record)
                answer(failure(record.error()));
            else if (record->job.spec.tenant != own)
                answer(failure(ErrorCode::NotFound, "there is no job " + id.text()));
            else
                then(answer);
        });
}

// --- acts ------------------------------------------------------------------------------------------------------------

void GuardedClient::cancelJob(JobId id, std::string who, Answer<JobRecord> answer)
{
    if (who.empty())
        who = m_principal.who;
    withOwnJob<JobRecord>(id, std::move(answer), [guard = *this, id, who](Answer<JobRecord> own) mutable {
        guard.perform<JobRecord>({"job.cancel", "job " + id.text()}, std::move(own),
            [&inner = guard.m_inner, id, who](Answer<JobRecord> done) { inner.cancelJob(id, who, std::move(done)); });
    });
}

void GuardedClient::retryJob(JobId id, Answer<JobRecord> answer)
{
    withOwnJob<JobRecord>(id, std::move(answer), [guard = *this, id](Answer<JobRecord> own) mutable {
        guard.perform<JobRecord>({"job.retry", "job " + id.text()}, std::move(own),
            [&inner = guard.m_inner, id](Answer<JobRecord> done) { inner.retryJob(id, std::move(done)); });
    });
}

void GuardedClient::editAndRetry(JobId id, NewPayload payload, Answer<EnqueueReceipt> answer)
{
    withOwnJob<EnqueueReceipt>(
        id, std::move(answer), [guard = *this, id, payload = std::move(payload)](Answer<EnqueueReceipt> own) mutable {
            const std::string detail = std::to_string(payload.bytes.size()) + " bytes of " + payload.contentType;
            guard.perform<EnqueueReceipt>({"job.edit-retry", "job " + id.text(), detail}, std::move(own),
                [&inner = guard.m_inner, id, payload](
                    Answer<EnqueueReceipt> done) { inner.editAndRetry(id, payload, std::move(done)); });
        });
}

void GuardedClient::deleteJob(JobId id, Answer<DeletedJob> answer)
{
    withOwnJob<DeletedJob>(id, std::move(answer), [guard = *this, id](Answer<DeletedJob> own) mutable {
        guard.perform<DeletedJob>({"job.delete", "job " + id.text()}, std::move(own),
            [&inner = guard.m_inner, id](Answer<DeletedJob> done) { inner.deleteJob(id, std::move(done)); });
    });
}

void GuardedClient::restoreJob(JobId id, Answer<JobRecord> answer)
{
    // A deleted job cannot be looked at, so whose it is cannot be seen.
    if (const Result<> good = checkWhole("restoring"); !good) {
        answer(failure(good.error()));
        return;
    }
    perform<JobRecord>({"job.restore", "job " + id.text()}, std::move(answer),
        [&inner = m_inner, id](Answer<JobRecord> done) { inner.restoreJob(id, std::move(done)); });
}

void GuardedClient::beginOperation(OperationRequest request, Answer<Operation> answer)
{
    if (const Result<> good = narrow(request.filter.tenant); !good) {
        answer(failure(good.error()));
        return;
    }
    // Of many ids the log keeps the beginning.
    constexpr std::size_t detailMax = 4096;
    std::string detail = writeOperationOrder({request, false});
    detail.resize(std::min(detail.size(), detailMax));
    perform<Operation>({"operation.begin", std::string(bulkActionName(request.action)), detail}, std::move(answer),
        [&inner = m_inner, request](Answer<Operation> done) { inner.beginOperation(request, std::move(done)); });
}

void GuardedClient::cancelOperation(JobId id, Answer<Operation> answer)
{
    if (const Result<> good = checkWhole("operations"); !good) {
        answer(failure(good.error()));
        return;
    }
    perform<Operation>({"operation.cancel", "operation " + id.text()}, std::move(answer),
        [&inner = m_inner, id](Answer<Operation> done) { inner.cancelOperation(id, std::move(done)); });
}

void GuardedClient::scaleQueue(QueueName queue, std::optional<int> workers, Answer<QueueView> answer)
{
    if (const Result<> good = checkWhole("scaling"); !good) {
        answer(failure(good.error()));
        return;
    }
    const std::string detail = workers ? std::to_string(*workers) + " workers" : std::string("released");
    perform<QueueView>({"queue.scale", "queue " + queue.text(), detail}, std::move(answer),
        [&inner = m_inner, queue, workers](
            Answer<QueueView> done) { inner.scaleQueue(queue, workers, std::move(done)); });
}

void GuardedClient::setTenant(TenantName tenant, TenantPatch patch, Answer<TenantView> answer)
{
    if (const Result<> good = checkWhole("setting a tenant"); !good) {
        answer(failure(good.error()));
        return;
    }
    perform<TenantView>({"tenant.set", "tenant " + tenant.text(), writeTenantPatch(patch)}, std::move(answer),
        [&inner = m_inner, tenant, patch](
            Answer<TenantView> done) { inner.setTenant(tenant, patch, std::move(done)); });
}

void GuardedClient::pause(Scope scope, std::string who, std::string why, Answer<StatusView> answer)
{
    if (const Result<> good = checkWhole("pausing"); !good) {
        answer(failure(good.error()));
        return;
    }
    perform<StatusView>({"pause", textOf(scope), reasonOf(who, why)}, std::move(answer),
        [&inner = m_inner, scope, who, why](
            Answer<StatusView> done) { inner.pause(scope, who, why, std::move(done)); });
}

void GuardedClient::resume(Scope scope, Answer<StatusView> answer)
{
    if (const Result<> good = checkWhole("resuming"); !good) {
        answer(failure(good.error()));
        return;
    }
    perform<StatusView>({"resume", textOf(scope)}, std::move(answer),
        [&inner = m_inner, scope](Answer<StatusView> done) { inner.resume(scope, std::move(done)); });
}

void GuardedClient::stop(StopMode mode, Answer<StatusView> answer)
{
    if (const Result<> good = checkWhole("stopping the engine"); !good) {
        answer(failure(good.error()));
        return;
    }
    // A store that cannot be written is a reason to stop.
    perform<StatusView>(
        {"stop", "engine", mode == StopMode::Drain ? "drain" : "now"}, std::move(answer),
        [&inner = m_inner, mode](Answer<StatusView> done) { inner.stop(mode, std::move(done)); },
        Unwritten::IsDoneAllTheSame);
}

void GuardedClient::reloadConfiguration(Answer<ReloadReport> answer)
{
    if (const Result<> good = checkWhole("the configuration"); !good) {
        answer(failure(good.error()));
        return;
    }
    perform<ReloadReport>({"config.reload", "engine"}, std::move(answer),
        [&inner = m_inner](Answer<ReloadReport> done) { inner.reloadConfiguration(std::move(done)); });
}

void GuardedClient::backup(std::string file, Answer<BackupReport> answer)
{
    if (const Result<> good = checkWhole("a backup"); !good) {
        answer(failure(good.error()));
        return;
    }
    perform<BackupReport>({"backup", "store", file}, std::move(answer),
        [&inner = m_inner, file](Answer<BackupReport> done) { inner.backup(file, std::move(done)); });
}

// --- the daily work of programs, and looks: not in the log -----------------------------------------------------------

void GuardedClient::status(Answer<StatusView> answer)
{
    if (const Result<> good = checkWhole("the engine as a whole"); !good) {
        answer(failure(good.error()));
        return;
    }
    m_inner.status(std::move(answer));
}

void GuardedClient::enqueue(std::vector<NewJob> jobs, Answer<std::vector<Result<EnqueueReceipt>>> answer)
{
    for (const NewJob &job : jobs) {
        if (const Result<> good = checkTenant(job.tenant); !good) {
            answer(failure(good.error()));
            return;
        }
    }
    m_inner.enqueue(std::move(jobs), std::move(answer));
}

void GuardedClient::findJob(JobId id, Answer<JobRecord> answer)
{
    withOwnJob<JobRecord>(
        id, std::move(answer), [&inner = m_inner, id](Answer<JobRecord> own) { inner.findJob(id, std::move(own)); });
}

void GuardedClient::whyWaiting(JobId id, Answer<WhyView> answer)
{
    withOwnJob<WhyView>(
        id, std::move(answer), [&inner = m_inner, id](Answer<WhyView> own) { inner.whyWaiting(id, std::move(own)); });
}

void GuardedClient::findResult(JobId id, Answer<JobResult> answer)
{
    withOwnJob<JobResult>(
        id, std::move(answer), [&inner = m_inner, id](Answer<JobResult> own) { inner.findResult(id, std::move(own)); });
}

void GuardedClient::listJobs(JobQuery query, Answer<JobPage> answer)
{
    if (const Result<> good = narrow(query.tenant); !good) {
        answer(failure(good.error()));
        return;
    }
    m_inner.listJobs(std::move(query), std::move(answer));
}

void GuardedClient::lease(LeaseRequest request, Answer<std::vector<LeasedJob>> answer)
{
    if (const Result<> good = checkWhole("leasing, which draws every tenant's jobs,"); !good) {
        answer(failure(good.error()));
        return;
    }
    m_inner.lease(std::move(request), std::move(answer));
}

void GuardedClient::settleLease(LeaseToken token, Outcome outcome, Answer<JobState> answer)
{
    if (const Result<> good = checkWhole("a lease"); !good) {
        answer(failure(good.error()));
        return;
    }
    m_inner.settleLease(token, std::move(outcome), std::move(answer));
}

void GuardedClient::renewLease(LeaseToken token, std::optional<Microseconds> length, Answer<LeaseView> answer)
{
    if (const Result<> good = checkWhole("a lease"); !good) {
        answer(failure(good.error()));
        return;
    }
    m_inner.renewLease(token, length, std::move(answer));
}

void GuardedClient::reportProgress(LeaseToken token, Progress progress, Answer<LeaseView> answer)
{
    if (const Result<> good = checkWhole("a lease"); !good) {
        answer(failure(good.error()));
        return;
    }
    m_inner.reportProgress(token, std::move(progress), std::move(answer));
}

void GuardedClient::countJobs(JobFilter filter, std::optional<std::int64_t> most, Answer<JobCount> answer)
{
    if (const Result<> good = narrow(filter.tenant); !good) {
        answer(failure(good.error()));
        return;
    }
    m_inner.countJobs(std::move(filter), most, std::move(answer));
}

void GuardedClient::countOperation(OperationRequest request, Answer<JobCount> answer)
{
    if (const Result<> good = narrow(request.filter.tenant); !good) {
        answer(failure(good.error()));
        return;
    }
    m_inner.countOperation(std::move(request), std::move(answer));
}

void GuardedClient::findOperation(JobId id, Answer<Operation> answer)
{
    if (const Result<> good = checkWhole("operations"); !good) {
        answer(failure(good.error()));
        return;
    }
    m_inner.findOperation(id, std::move(answer));
}

void GuardedClient::listOperations(Answer<std::vector<Operation>> answer)
{
    if (const Result<> good = checkWhole("operations"); !good) {
        answer(failure(good.error()));
        return;
    }
    m_inner.listOperations(std::move(answer));
}

void GuardedClient::listQueues(Answer<std::vector<QueueView>> answer)
{
    if (const Result<> good = checkWhole("queues, which are counted over all tenants,"); !good) {
        answer(failure(good.error()));
        return;
    }
    m_inner.listQueues(std::move(answer));
}

void GuardedClient::findQueue(QueueName queue, Answer<QueueView> answer)
{
    if (const Result<> good = checkWhole("queues, which are counted over all tenants,"); !good) {
        answer(failure(good.error()));
        return;
    }
    m_inner.findQueue(std::move(queue), std::move(answer));
}

void GuardedClient::listTenants(Answer<std::vector<TenantView>> answer)
{
    m_inner.listTenants([own = m_principal.tenant, answer = std::move(answer)](Result<std::vector<TenantView>> views) {
        if (views && own)
            std::erase_if(*views, [&](const TenantView &view) { return view.tenant != *own; });
        answer(std::move(views));
    });
}

void GuardedClient::findTenant(TenantName tenant, Answer<TenantView> answer)
{
    if (const Result<> good = checkTenant(tenant); !good) {
        answer(failure(good.error()));
        return;
    }
    m_inner.findTenant(std::move(tenant), std::move(answer));
}

void GuardedClient::listWorkers(Answer<std::vector<WorkerView>> answer)
{
    if (const Result<> good = checkWhole("workers"); !good) {
        answer(failure(good.error()));
        return;
    }
    m_inner.listWorkers(std::move(answer));
}

void GuardedClient::history(HistoryQuery query, Answer<History> answer)
{
    if (const Result<> good = query.worker.empty() ? narrow(query.tenant) : checkWhole("workers"); !good) {
        answer(failure(good.error()));
        return;
    }
    m_inner.history(std::move(query), std::move(answer));
}

void GuardedClient::listDeadLetters(DeadLetterQuery query, Answer<DeadLetterPage> answer)
{
    if (const Result<> good = narrow(query.tenant); !good) {
        answer(failure(good.error()));
        return;
    }
    m_inner.listDeadLetters(std::move(query), std::move(answer));
}

void GuardedClient::groupDeadLetters(LetterGroupQuery query, Answer<LetterGroups> answer)
{
    if (const Result<> good = narrow(query.tenant); !good) {
        answer(failure(good.error()));
        return;
    }
    m_inner.groupDeadLetters(std::move(query), std::move(answer));
}

void GuardedClient::findDeadLetter(JobId id, Answer<DeadLetter> answer)
{
    withOwnJob<DeadLetter>(id, std::move(answer),
        [&inner = m_inner, id](Answer<DeadLetter> own) { inner.findDeadLetter(id, std::move(own)); });
}

void GuardedClient::events(EventQuery query, Answer<EventPage> answer)
{
    if (const Result<> good = narrow(query.tenant); !good) {
        answer(failure(good.error()));
        return;
    }
    m_inner.events(std::move(query), std::move(answer));
}

void GuardedClient::listAudit(AuditQuery query, Answer<AuditPage> answer)
{
    if (const Result<> good = checkWhole("the audit log"); !good) {
        answer(failure(good.error()));
        return;
    }
    m_inner.listAudit(query, std::move(answer));
}

void GuardedClient::verifyAudit(Answer<AuditReport> answer)
{
    if (const Result<> good = checkWhole("the audit log"); !good) {
        answer(failure(good.error()));
        return;
    }
    m_inner.verifyAudit(std::move(answer));
}

void GuardedClient::configuration(Answer<std::vector<ConfigEntry>> answer)
{
    if (const Result<> good = checkWhole("the configuration"); !good) {
        answer(failure(good.error()));
        return;
    }
    m_inner.configuration(std::move(answer));
}

void GuardedClient::verify(Answer<VerifyReport> answer)
{
    if (const Result<> good = checkWhole("checking the store"); !good) {
        answer(failure(good.error()));
        return;
    }
    m_inner.verify(std::move(answer));
}

} // namespace fairlead

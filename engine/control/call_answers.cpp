// SPDX-License-Identifier: Apache-2.0
// One function for each call. It asks the service that owns the data of the call.
#include "engine/control/call_answers.h"

#include "engine/calls/all_calls.h"
#include "engine/control/engine.h"
#include "engine/control/metrics_text.h"
#include "engine/domain/job_specs.h"
#include "engine/wire/json.h"

#include <limits>

namespace fairlead {

namespace {
/// Converts the value of an answer and passes it on. An error is passed on as it is.
template <typename From, typename To, typename Convert>
Answer<From> converted(Answer<To> answer, Convert convert)
{
    return [answer = std::move(answer), convert](Result<From> from) {
        if (from)
            answer(convert(std::move(*from)));
        else
            answer(failure(from.error()));
    };
}

void findQueue(Engine &engine, const QueueName &queue, const Answer<QueueView> &answer)
{
    engine.stats().queues([queue, answer](Result<std::vector<QueueView>> views) {
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
        answer(failure(ErrorCode::NotFound, "this engine's configuration has no queue '" + queue.text() + "'"));
    });
}

void findTenant(Engine &engine, const TenantName &tenant, const Answer<TenantView> &answer)
{
    engine.stats().tenants({.tenant = tenant}, [tenant, answer](Result<TenantPage> page) {
        if (!page)
            answer(failure(page.error()));
        else if (page->tenants.empty())
            answer(failure(ErrorCode::NotFound, "neither configured nor with jobs: tenant '" + tenant.text() + "'"));
        else
            answer(std::move(page->tenants.front()));
    });
}

/// Checks one item. `requestKey` is the idempotency key of the whole request.
Result<> checkItem(const Result<NewJob> &job, const std::string &requestKey)
{
    if (!job)
        return failure(job.error());
    if (!requestKey.empty() && !job->idempotencyKey.empty() && job->idempotencyKey != requestKey)
        return failure(ErrorCode::Invalid, "the header Idempotency-Key and the member idempotency differ");
    return checkFields(*job);
}

/// Jobs that are refused here keep their places among the receipts.
void enqueue(Engine &engine, EnqueueJobs call, Answer<Each<EnqueueReceipt>> answer, const CallContext &context)
{
    if (!call.jobs.isOne && !context.idempotencyKey.empty()) {
        answer(failure(ErrorCode::Invalid,
            "the header Idempotency-Key goes with one job; give each job of an array its member idempotency"));
        return;
    }
    auto receipts = std::make_shared<Each<EnqueueReceipt>>();
    receipts->isOne = call.jobs.isOne;
    std::vector<NewJob> admitted;
    std::vector<std::size_t> places;
    for (Result<NewJob> &job : call.jobs.items) {
        const Result<> good = checkItem(job, context.idempotencyKey);
        receipts->items.emplace_back(EnqueueReceipt {});
        if (!good) {
            receipts->items.back() = failure(good.error());
            continue;
        }
        if (!context.idempotencyKey.empty())
            job->idempotencyKey = context.idempotencyKey;
        places.push_back(receipts->items.size() - 1);
        admitted.push_back(std::move(*job));
    }
    if (admitted.empty()) {
        answer(std::move(*receipts));
        return;
    }
    engine.jobs().enqueue(std::move(admitted),
        [receipts, places, answer = std::move(answer)](Result<std::vector<Result<EnqueueReceipt>>> stored) {
            if (!stored) {
                answer(failure(stored.error()));
                return;
            }
            for (std::size_t i = 0; i < places.size(); ++i)
                receipts->items[places[i]] = std::move((*stored)[i]);
            answer(std::move(*receipts));
        },
        {.isAsking = context.isAsking, .mayWait = context.mayWait});
}

void addJobs(CallTable &table, Engine &engine)
{
    JobService &jobs = engine.jobs();
    DeadLetterService &dead = engine.deadLetters();
    table.on<EnqueueJobs>([&engine](EnqueueJobs call, Answer<Each<EnqueueReceipt>> answer, const CallContext &context) {
        enqueue(engine, std::move(call), std::move(answer), context);
    });
    table.on<FindJob>([&jobs](const FindJob &call, auto answer) { jobs.find(call.id, std::move(answer)); });
    table.on<WhyWaiting>([&jobs](const WhyWaiting &call, auto answer) { jobs.why(call.id, std::move(answer)); });
    table.on<FindResult>([&jobs](const FindResult &call, Answer<Raw> answer) {
        jobs.findResult(call.id, converted<JobResult>(std::move(answer), [](JobResult result) {
            return Raw {std::move(result.bytes), std::move(result.contentType)};
        }));
    });
    table.on<FindPayload>([&jobs](const FindPayload &call, Answer<Raw> answer) {
        jobs.find(call.id, converted<JobRecord>(std::move(answer), [](JobRecord record) {
            return Raw {std::move(record.job.spec.payload), std::move(record.job.spec.contentType)};
        }));
    });
    table.on<ReadLog>([&jobs](const ReadLog &call, auto answer) {
        jobs.readLog(call.id, call.attempt, call.after, std::move(answer));
    });
    table.on<ListJobs>([&jobs](const ListJobs &call, auto answer) { jobs.list(call, std::move(answer)); });
    table.on<CountJobs>([&engine](const CountJobs &call, auto answer) {
        engine.operations().count(call, call.most, std::move(answer));
    });
    table.on<CancelJob>(
        [&jobs](const CancelJob &call, auto answer) { jobs.cancel(call.id, call.who, std::move(answer)); });
    table.on<RetryJob>(
        [&jobs](const RetryJob &call, auto answer) { jobs.retry(call.id, call.deadline, std::move(answer)); });
    table.on<EditAndRetry>([&dead](EditAndRetry call, auto answer, const CallContext &context) {
        dead.editAndRetry(call.id, std::move(call.payload), std::move(answer),
            {.isAsking = context.isAsking, .mayWait = context.mayWait});
    });
    table.on<EditJob>(
        [&jobs](const EditJob &call, auto answer) { jobs.edit(call.id, call.edit, call.who, std::move(answer)); });
    table.on<TagJob>(
        [&jobs](const TagJob &call, auto answer) { jobs.tag(call.id, call.change, call.who, std::move(answer)); });
    table.on<DeleteJob>([&jobs](const DeleteJob &call, auto answer) { jobs.remove(call.id, std::move(answer)); });
    table.on<RestoreJob>([&jobs](const RestoreJob &call, auto answer) { jobs.restore(call.id, std::move(answer)); });
    table.on<ListDeadLetters>([&dead](const ListDeadLetters &call, Answer<ListDeadLetters::Reply> answer) {
        const auto widen = [](auto one) { return ListDeadLetters::Reply(std::move(one)); };
        if (call.groupBy)
            dead.group({*call.groupBy, call.queue, call.tenant, call.fingerprint, call.limit, call.isByQueueToo},
                converted<LetterGroups>(std::move(answer), widen));
        else
            dead.list(call, converted<DeadLetterPage>(std::move(answer), widen));
    });
    table.on<FindDeadLetter>(
        [&dead](const FindDeadLetter &call, auto answer) { dead.find(call.id, std::move(answer)); });
}

/// Ends a run. Missing parts of its spawned jobs come from the run's job.
void succeed(Engine &engine, SucceedLease call, Answer<LeaseEnd> answer)
{
    const auto isComplete = [](const SpawnedJob &job) { return job.isComplete(); };
    const auto finish = [&engine](SucceedLease whole, const Job *parent, Answer<LeaseEnd> last) {
        Succeeded succeeded {std::move(whole.result), {}};
        for (SpawnedJob &job : whole.spawned)
            succeeded.spawned.push_back(parent ? completed(std::move(job), *parent) : std::move(job.job));
        engine.leases().finish(whole.token, std::move(succeeded),
            converted<JobState>(std::move(last), [](JobState state) { return LeaseEnd {state}; }));
    };
    if (std::all_of(call.spawned.begin(), call.spawned.end(), isComplete)) {
        finish(std::move(call), nullptr, std::move(answer));
        return;
    }
    const JobId id = call.token.job;
    engine.jobs().find(
        id, [finish, call = std::move(call), answer = std::move(answer)](const Result<JobRecord> &parent) mutable {
            if (parent)
                finish(std::move(call), &parent->job, std::move(answer));
            else
                answer(failure(parent.error()));
        });
}

void addLeases(CallTable &table, Engine &engine)
{
    LeaseService &leases = engine.leases();
    const auto ended = [](Answer<LeaseEnd> answer) {
        return converted<JobState>(std::move(answer), [](JobState state) { return LeaseEnd {state}; });
    };
    table.on<LeaseJobs>([&leases](LeaseJobs call, Answer<std::vector<LeasedJob>> answer, const CallContext &context) {
        call.isAsking = context.isAsking;
        leases.lease(call, std::move(answer));
    });
    table.on<SucceedLease>(
        [&engine](SucceedLease call, auto answer) { succeed(engine, std::move(call), std::move(answer)); });
    table.on<FailLease>([&leases, ended](FailLease call, Answer<LeaseEnd> answer) {
        leases.finish(call.token, std::move(call.failed), ended(std::move(answer)));
    });
    table.on<RejectLease>([&leases, ended](RejectLease call, Answer<LeaseEnd> answer) {
        leases.finish(call.token, std::move(call.rejected), ended(std::move(answer)));
    });
    table.on<SnoozeLease>([&leases, ended](const SnoozeLease &call, Answer<LeaseEnd> answer) {
        leases.finish(call.token, Snoozed {call.delay}, ended(std::move(answer)));
    });
    table.on<RenewLease>(
        [&leases](const RenewLease &call, auto answer) { leases.renew(call.token, call.lease, std::move(answer)); });
    table.on<ReportProgress>([&leases](ReportProgress call, auto answer) {
        leases.reportProgress(call.token, std::move(call.progress), std::move(answer));
    });
    table.on<WriteLog>([&leases](WriteLog call, auto answer) {
        leases.writeLog(call.token, std::move(call.text), std::move(answer));
    });
}

void addOperations(CallTable &table, Engine &engine)
{
    OperationService &operations = engine.operations();
    table.on<BeginOperation>([&operations](BeginOperation call, Answer<BeginOperation::Reply> answer) {
        const auto widen = [](auto one) { return BeginOperation::Reply(std::move(one)); };
        if (call.isDryRun)
            operations.count(call, converted<JobCount>(std::move(answer), widen));
        else
            operations.begin(std::move(call), converted<Operation>(std::move(answer), widen));
    });
    table.on<ListOperations>(
        [&operations](const ListOperations &, auto answer) { operations.list(std::move(answer)); });
    table.on<FindOperation>(
        [&operations](const FindOperation &call, auto answer) { operations.find(call.id, std::move(answer)); });
    table.on<FindOutcome>(
        [&operations](const FindOutcome &call, auto answer) { operations.outcome(call.id, std::move(answer)); });
    table.on<CancelOperation>(
        [&operations](const CancelOperation &call, auto answer) { operations.cancel(call.id, std::move(answer)); });
}

void answerStatus(Engine &engine, Answer<StatusView> answer)
{
    engine.stats().status(converted<StatusView>(std::move(answer), [&engine](StatusView status) {
        status.alertsRaised = engine.alerts().raised();
        return status;
    }));
}

/// Answers with the engine's status once the pause is set or removed.
template <typename T>
Answer<T> thenStatus(Engine &engine, Answer<StatusView> answer)
{
    return [&engine, answer = std::move(answer)](const Result<T> &done) {
        if (done)
            answerStatus(engine, answer);
        else
            answer(failure(done.error()));
    };
}

void addPauses(CallTable &table, Engine &engine)
{
    const auto pause = [&engine](const Scope &scope, const PauseNote &note, Answer<StatusView> answer) {
        engine.pauses().pause(scope, note.who, note.why, thenStatus<Pause>(engine, std::move(answer)));
    };
    const auto resume = [&engine](const Scope &scope, Answer<StatusView> answer) {
        engine.pauses().resume(scope, thenStatus<bool>(engine, std::move(answer)));
    };
    table.on<PauseEngine>([pause](const PauseEngine &call, auto answer) { pause({}, call.note, std::move(answer)); });
    table.on<PauseQueue>([pause](const PauseQueue &call, auto answer) {
        pause({call.queue, call.tenant}, call.note, std::move(answer));
    });
    table.on<PauseTenant>([pause](const PauseTenant &call, auto answer) {
        pause({{}, call.tenant}, call.note, std::move(answer));
    });
    table.on<ResumeEngine>([resume](const ResumeEngine &, auto answer) { resume({}, std::move(answer)); });
    table.on<ResumeQueue>([resume](const ResumeQueue &call, auto answer) {
        resume({call.queue, call.tenant}, std::move(answer));
    });
    table.on<ResumeTenant>([resume](const ResumeTenant &call, auto answer) {
        resume({{}, call.tenant}, std::move(answer));
    });
}

void addQueuesAndTenants(CallTable &table, Engine &engine)
{
    StatsService &stats = engine.stats();
    table.on<ListQueues>([&stats](const ListQueues &, auto answer) { stats.queues(std::move(answer)); });
    table.on<FindQueue>(
        [&engine](const FindQueue &call, const auto &answer) { findQueue(engine, call.queue, answer); });
    table.on<SetQueue>([&engine](const SetQueue &call, Answer<QueueView> answer) {
        engine.settings().setLimits(
            call.queue, call.patch, [&engine, queue = call.queue, answer = std::move(answer)](const Result<bool> &set) {
                if (set)
                    findQueue(engine, queue, answer);
                else
                    answer(failure(set.error()));
            });
    });
    table.on<ScaleQueue>([&engine](const ScaleQueue &call, Answer<QueueView> answer) {
        engine.queues().scale(call.queue, call.workers,
            [&engine, queue = call.queue, answer = std::move(answer)](const Result<bool> &scaled) {
                if (scaled)
                    findQueue(engine, queue, answer);
                else
                    answer(failure(scaled.error()));
            });
    });
    table.on<ListTenants>([&stats](const ListTenants &call, auto answer) { stats.tenants(call, std::move(answer)); });
    table.on<FindTenant>(
        [&engine](const FindTenant &call, const auto &answer) { findTenant(engine, call.tenant, answer); });
    table.on<SetTenant>([&engine](const SetTenant &call, Answer<TenantView> answer) {
        engine.tenants().set(call.tenant, call.patch,
            [&engine, tenant = call.tenant, answer = std::move(answer)](const Result<TenantSettings> &set) {
                if (set)
                    findTenant(engine, tenant, answer);
                else
                    answer(failure(set.error()));
            });
    });
}

void addAlerts(CallTable &table, Engine &engine)
{
    AlertService &alerts = engine.alerts();
    table.on<ListAlerts>(
        [&alerts](const ListAlerts &call, auto answer) { alerts.list(call.tenant, std::move(answer)); });
    table.on<AddAlert>([&engine, &alerts](AddAlert call, Answer<AlertView> answer, const CallContext &context) {
        if (call.queue && !engine.settings().now()->engine().findQueue(*call.queue)) {
            answer(
                failure(ErrorCode::NotFound, "no queue '" + call.queue->text() + "' in this engine's configuration"));
            return;
        }
        call.who = context.principal.who;
        alerts.add(std::move(call), std::move(answer));
    });
    table.on<ChangeAlert>([&alerts](const ChangeAlert &call, auto answer) {
        alerts.change(call.name, call.patch, call.only, std::move(answer));
    });
    table.on<RemoveAlert>(
        [&alerts](const RemoveAlert &call, auto answer) { alerts.remove(call.name, call.only, std::move(answer)); });
}

/// Asks for the parts one after another, then writes the text.
void writeMetrics(Engine &engine, const Answer<Raw> &answer)
{
    StatsService &stats = engine.stats();
    const auto refused = [answer](const auto &part) {
        if (!part)
            answer(failure(part.error()));
        return !part;
    };
    const auto parts = std::make_shared<MetricsParts>();
    const auto take = [refused, parts](auto part, auto next) {
        return [refused, parts, part, next](auto result) {
            if (refused(result))
                return;
            (*parts).*part = std::move(*result);
            next();
        };
    };
    const auto write = [answer, parts] {
        answer(Raw {metricsText(*parts, SystemClock().now()), "text/plain; version=0.0.4; charset=utf-8"});
    };
    const auto askWorkers = [&stats, take, write] { stats.workers(take(&MetricsParts::workers, write)); };
    const auto askTenants = [&stats, take, askWorkers] {
        stats.tenants({.limit = std::numeric_limits<int>::max()}, take(&MetricsParts::tenants, askWorkers));
    };
    const auto askQueues = [&stats, take, askTenants] { stats.queues(take(&MetricsParts::queues, askTenants)); };
    const auto askAlerts = [&engine, take, askQueues] {
        engine.alerts().list({}, take(&MetricsParts::alerts, askQueues));
    };
    const auto askHealth = [&engine, take, askAlerts] {
        engine.health().report({}, take(&MetricsParts::health, askAlerts));
    };
    stats.status(take(&MetricsParts::status, askHealth));
}

void addTheRest(CallTable &table, Engine &engine)
{
    StatsService &stats = engine.stats();
    table.on<GetStatus>([&engine](const GetStatus &, auto answer) { answerStatus(engine, std::move(answer)); });
    table.on<ListWorkers>([&stats](const ListWorkers &, auto answer) { stats.workers(std::move(answer)); });
    table.on<FindHistory>([&stats](const FindHistory &call, Answer<History> answer) {
        stats.history(call, converted<History>(std::move(answer), [series = call.series](History history) {
            history.series = series.value_or("");
            return history;
        }));
    });
    table.on<GetMetrics>([&engine](const GetMetrics &, const auto &answer) { writeMetrics(engine, answer); });
    table.on<GetMe>([](const GetMe &, const Answer<BearerView> &answer, const CallContext &context) {
        const Principal &bearer = context.principal;
        answer(BearerView {
            bearer.tokenId.empty(), bearer.tokenName, bearer.tokenId, bearer.role, bearer.tenant, bearer.payloads});
    });
    table.on<GetHealth>(
        [&engine](const GetHealth &call, auto answer) { engine.health().report(call.tenant, std::move(answer)); });
    table.on<CheckHealth>([](const CheckHealth &, const auto &answer) { answer(HealthView {"ok"}); });
    table.on<CheckReadiness>([&engine, &stats](const CheckReadiness &, Answer<HealthView> answer) {
        stats.status([&engine, answer = std::move(answer)](const Result<StatusView> &status) {
            if (!status || status->state == EngineState::Stopping) {
                answer(HealthView {"not ready"});
                return;
            }
            engine.health().askEndsTaken(
                [answer](const Result<bool> &taken) { answer(HealthView {taken && *taken ? "ready" : "not ready"}); });
        });
    });
    table.on<ListEvents>([&engine](const ListEvents &call, Answer<EventPage> answer, const CallContext &context) {
        engine.events().read(call, std::move(answer), context.isAsking);
    });
    table.on<ListAudit>(
        [&engine](const ListAudit &call, auto answer) { engine.audit().list(call, std::move(answer)); });
    table.on<AddMark>([&engine](const AddMark &call, Answer<Mark> answer, const CallContext &context) {
        engine.marks().add(MarkKind::Note, context.principal.who, call.text, std::move(answer));
    });
    table.on<ListMarks>(
        [&engine](const ListMarks &call, auto answer) { engine.marks().list(call.limit, std::move(answer)); });
    table.on<VerifyAudit>([&engine](const VerifyAudit &, auto answer) { engine.audit().verify(std::move(answer)); });
    table.on<VerifyStore>([&engine](const VerifyStore &, auto answer) { engine.upkeep().verify(std::move(answer)); });
    table.on<BackUpStore>(
        [&engine](const BackUpStore &call, auto answer) { engine.upkeep().backup(call.file, std::move(answer)); });
}
} // namespace

void addAnswers(CallTable &table, Engine &engine)
{
    addJobs(table, engine);
    addLeases(table, engine);
    addOperations(table, engine);
    addPauses(table, engine);
    addQueuesAndTenants(table, engine);
    addAlerts(table, engine);
    addTheRest(table, engine);
}

} // namespace fairlead

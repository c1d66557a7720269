// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/acts/engine_acts.h"

#include "engine/calls/alert_calls.h"
#include "engine/calls/engine_calls.h"
#include "engine/calls/job_calls.h"
#include "engine/calls/operation_calls.h"
#include "engine/calls/queue_calls.h"
#include "engine/client/pause_calls.h"
#include "gui/acts/deadline_dialog.h"
#include "gui/acts/job_restore.h"
#include "gui/acts/limit_words.h"
#include "gui/look/shown.h"

#include <QCoreApplication>
#include <QSysInfo>
#include <QWidget>

#include <algorithm>

namespace fairlead {

namespace {
/// Translation context of these texts.
struct ActWords
{
    Q_DECLARE_TR_FUNCTIONS(ActWords)
};

QString plainWords(BulkAction action, std::int64_t count)
{
    const auto number = static_cast<int>(std::min<std::int64_t>(count, 1'000'000'000));
    switch (action) {
    case BulkAction::Retry:
        return ActWords::tr("%Ln job(s) become ready again.", nullptr, number);
    case BulkAction::Delete:
        return ActWords::tr("%Ln job(s) are found no more.", nullptr, number);
    case BulkAction::Cancel:
    case BulkAction::Move:
    case BulkAction::SetPriority:
        break;
    }
    return ActWords::tr(
        "%Ln job(s) are ended without a result; running ones are told to stop and lose their work.", nullptr, number);
}

/// The question before an act. `number` names the jobs on its button.
ConfirmText questionFor(BulkAction action, std::int64_t count, const QString &number)
{
    const QString text = plainWords(action, count);
    const QString typed = QString::number(count);
    switch (action) {
    case BulkAction::Retry:
        return {ActWords::tr("Retry jobs?"), text, ActWords::tr("Retry %1").arg(number), {}};
    case BulkAction::Delete:
        return {ActWords::tr("Delete jobs?"), text, ActWords::tr("Delete %1").arg(number), typed};
    case BulkAction::Cancel:
    case BulkAction::Move:
    case BulkAction::SetPriority:
        break;
    }
    return {ActWords::tr("Cancel jobs?"), text, ActWords::tr("Cancel %1").arg(number), typed};
}

/// The part of a deletion that cannot be taken back. `waiting`: the jobs among them that have not ended.
QString lossOf(std::int64_t count, std::int64_t waiting)
{
    QStringList words;
    if (waiting > 0)
        words.append(
            ActWords::tr("%Ln of them wait(s): cancelled first; jobs that wait for what is cancelled never run.",
                nullptr, plural(waiting)));
    if (count > undoneMax)
        words.append(ActWords::tr("They can be restored for some minutes, one by one, by command line."));
    else if (waiting > 0)
        words.append(ActWords::tr("Undo makes the ready ones ready again, at the end of their queue and with their "
                                  "runs counted anew. The scheduled ones come back as cancelled."));
    return words.join(QLatin1Char(' '));
}

Act actOf(BulkAction action, std::int64_t waiting)
{
    if (action == BulkAction::Retry)
        return Act::RetryJobs;
    if (action == BulkAction::Delete)
        return waiting > 0 ? Act::DeleteWaiting : Act::DeleteJobs;
    return Act::CancelJobs;
}

OperationRequest requestFor(BulkAction action, const JobFilter &filter, Microseconds over)
{
    return {.action = action, .filter = filter, .change = {}, .over = over, .who = EngineActs::actor().toStdString()};
}
} // namespace

EngineActs::EngineActs(MonitorFeed &feed, QWidget *window)
    : QObject(window)
    , m_feed(feed)
    , m_window(window)
{
}

QString EngineActs::actor()
{
    const QString user = qEnvironmentVariable("USER", qEnvironmentVariable("LOGNAME", QStringLiteral("someone")));
    return user + QLatin1Char('@') + QSysInfo::machineHostName();
}

bool EngineActs::mayCall(const CallInfo &call)
{
    const QString why = m_feed.whyNot(call);
    if (!why.isEmpty())
        Q_EMIT failed(why);
    return why.isEmpty();
}

void EngineActs::agreed(Confirmation how, const ConfirmText &text, const std::function<void()> &go, QWidget *over)
{
    ConfirmDialog::ask(how, text, over ? over : m_window, [this, go] {
        // The link may have been lost while the question was open.
        if (const QString why = m_feed.whyReadOnly(); why.isEmpty())
            go();
        else
            Q_EMIT failed(why);
    });
}

template <typename T>
Answer<T> EngineActs::told(const QString &success, std::function<void()> undo)
{
    return m_feed.client().here<T>(this, [this, success, undo = std::move(undo)](Result<T> result) {
        if (result)
            Q_EMIT succeeded(success, undo);
        else
            Q_EMIT failed(QString::fromStdString(result.error().text));
        m_feed.refresh();
    });
}

/// Makes a call that the token may make.
template <typename C>
void EngineActs::change(C call, const QString &success, std::function<void()> undo)
{
    if (mayCall(C::info))
        m_feed.client().engine().ask(std::move(call), told<typename C::Reply>(success, std::move(undo)));
}

void EngineActs::pause(const Scope &scope, const QString &why)
{
    pauseAs(scope, {actor().toStdString(), why.toStdString()});
}

void EngineActs::pauseAs(const Scope &scope, const PauseNote &note)
{
    if (!mayCall(pauseCall(scope)))
        return;
    askPause(m_feed.client().engine(), scope, note,
        told<StatusView>(tr("Paused %1: nothing of it starts until it is resumed").arg(shownScope(scope)),
            [this, scope] { resume(scope); }));
}

void EngineActs::resume(const Scope &scope)
{
    if (!mayCall(resumeCall(scope)))
        return;
    std::function<void()> undo;
    if (const std::optional<Pause> before = m_feed.snapshot().findPause(scope))
        undo = [this, scope, note = PauseNote {before->who, before->why}] { pauseAs(scope, note); };
    askResume(
        m_feed.client().engine(), scope, told<StatusView>(tr("Resumed %1").arg(shownScope(scope)), std::move(undo)));
}

void EngineActs::stop(StopMode mode)
{
    if (!mayCall(StopEngine::info))
        return;
    const bool isNow = mode == StopMode::Now;
    const int running = m_feed.snapshot().status.busy;
    ConfirmText text;
    text.title = isNow ? tr("Stop %1 now?").arg(m_engineName) : tr("Drain and stop %1?").arg(m_engineName);
    text.text = isNow ? tr("%n running job(s) are interrupted and return to their queue; the attempt is not counted. "
                           "Waiting jobs stay where they are. The engine then ends.",
                    nullptr, running)
                      : tr("No job starts any more. %n running job(s) may finish within the drain limit; then the "
                           "engine ends. Waiting jobs stay where they are.",
                          nullptr, running);
    text.verb = isNow ? tr("Stop now") : tr("Drain and stop");
    text.typed = m_engineName;
    const Act act = isNow ? Act::StopNow : Act::DrainAndStop;
    agreed(confirmationFor(act, running), text, [this, mode, isNow] {
        m_feed.client().engine().ask(StopEngine {mode}, told<StatusView>(isNow ? tr("Stopping now") : tr("Draining")));
    });
}

void EngineActs::setTenant(const TenantName &tenant, const TenantPatch &patch)
{
    const TenantView *view = m_feed.snapshot().findTenant(tenant);
    const TenantPatch before = takenBack(patch, view ? view->limits : TenantLimits {});
    change(SetTenant {tenant, patch}, tr("Tenant %1 now has %2").arg(shown(tenant.text()), patchWords(patch)),
        [this, tenant, before] { setTenant(tenant, before); });
}

void EngineActs::scaleQueue(const QueueName &queue, std::optional<int> workers)
{
    const std::optional<int> before = workersByHand(m_feed.snapshot(), queue);
    const QString name = shown(queue.text());
    change(ScaleQueue {queue, workers},
        workers ? tr("%n worker(s) at most for queue %1", nullptr, *workers).arg(name)
                : tr("Queue %1 has as many workers as the configuration says").arg(name),
        [this, queue, before] { scaleQueue(queue, before); });
}

void EngineActs::weighQueue(const QueueName &queue, std::optional<double> weight)
{
    const QueueView *view = m_feed.snapshot().findQueue(queue);
    const std::optional<double> before = view && view->limits ? view->limits->weight : std::nullopt;
    SetQueue call {queue};
    call.patch.rules.weight = weight;
    call.patch.cleared.weight = !weight;
    const QString name = shown(queue.text());
    change(std::move(call),
        weight ? tr("Queue %1 now has %2").arg(name, patchWords({.rules = {.weight = *weight}}))
               : tr("Queue %1 has the weight that the configuration says").arg(name),
        [this, queue, before] { weighQueue(queue, before); });
}

void EngineActs::addAlert(const AlertRule &rule)
{
    change(AddAlert {rule}, tr("Alert %1 is set up").arg(shown(rule.name.text())), [this, rule] { removeAlert(rule); });
}

void EngineActs::changeAlert(const AlertRule &before, const AlertRule &after)
{
    change(ChangeAlert {after.name, {.above = after.above, .hold = after.hold, .isEnabled = after.isEnabled}},
        tr("Alert %1 is changed").arg(shown(after.name.text())), [this, before, after] { changeAlert(after, before); });
}

void EngineActs::removeAlert(const AlertRule &rule)
{
    change(RemoveAlert {rule.name}, tr("Alert %1 is removed").arg(shown(rule.name.text())),
        [this, rule] { addAlert(rule); });
}

void EngineActs::apply(
    std::vector<SettingStep> steps, const QStringList &keys, QWidget *over, std::function<void()> then)
{
    for (const SettingStep &step : steps) {
        if (!mayCall(std::visit(
                [](const auto &call) -> const CallInfo & { return std::remove_cvref_t<decltype(call)>::info; }, step)))
            return;
    }
    const auto count = static_cast<int>(steps.size());
    const ConfirmText text {tr("Apply the draft?"),
        tr("At once, and until they are changed again:") + QLatin1Char('\n') + keys.join(QLatin1Char('\n')),
        tr("Apply"), {}};
    agreed(
        confirmationFor(Act::ApplyDraft, count), text,
        [this, steps = std::move(steps), then = std::move(then)] { make(steps, then); }, over);
}

/// Makes the changes, and reports them as one act.
void EngineActs::make(std::vector<SettingStep> steps, const std::function<void()> &then)
{
    std::vector<SettingStep> back;
    back.reserve(steps.size());
    for (const SettingStep &step : steps)
        back.push_back(takenBack(step, m_feed.snapshot()));
    const auto count = static_cast<int>(steps.size());
    auto *run = new SettingSteps(m_feed.client(), std::move(steps), this);
    connect(run, &SettingSteps::ended, this, [this, count, back, then](int done, const QString &trouble) {
        const std::vector<SettingStep> undone(back.begin(), back.begin() + done);
        const auto undo = [this, undone] { make(undone, {}); };
        if (trouble.isEmpty())
            Q_EMIT succeeded(tr("Changed the settings of %n tenant(s) or queue(s)", nullptr, done), undo);
        else if (done == 0)
            Q_EMIT failed(trouble);
        else
            Q_EMIT succeeded(
                tr("%1 of %2 changes are in force; the next one failed: %3").arg(done).arg(count).arg(trouble), undo);
        if (trouble.isEmpty() && then)
            then();
        m_feed.refresh();
    });
    run->start();
}

void EngineActs::reloadConfiguration()
{
    if (!mayCall(ReloadConfiguration::info))
        return;
    m_feed.client().ask(ReloadConfiguration {}, this, [this](const Result<ReloadReport> &report) {
        if (!report) {
            Q_EMIT failed(shown(report.error().text));
            return;
        }
        const auto count = [](const std::vector<std::string> &keys) {
            return shown(static_cast<std::int64_t>(keys.size()));
        };
        const bool isSame = report->applied.empty() && report->overruled.empty() && report->afterRestart.empty();
        Q_EMIT succeeded(isSame
                ? tr("The configuration has not changed")
                : tr("Configuration: %1 taken over, %2 wait for a restart, %3 overruled")
                      .arg(count(report->applied), count(report->afterRestart), count(report->overruled)),
            {});
        Q_EMIT configurationReloaded(*report);
        m_feed.refresh();
    });
}

void EngineActs::act(BulkAction action, const JobChoice &choice)
{
    if (choice.all) {
        actOnAll(action, *choice.all, Microseconds {0});
        return;
    }
    std::vector<JobId> ids;
    std::vector<JobId> ready;
    std::int64_t waiting = 0;
    for (const JobRecord &job : choice.jobs) {
        if (!allows(action, job))
            continue;
        ids.push_back(job.job.id);
        waiting += isEnded(job.state) ? 0 : 1;
        if (job.state == JobState::Ready)
            ready.push_back(job.job.id);
    }
    if (ids.empty() || !mayCall(callFor(action)))
        return;
    const auto count = static_cast<std::int64_t>(ids.size());
    ConfirmText text = questionFor(action, count, shown(count));
    if (action == BulkAction::Delete)
        text.text += QLatin1Char(' ') + lossOf(count, waiting);
    agreed(confirmationFor(actOf(action, waiting), count), text, [this, action, ids, ready, waiting] {
        // Undo of a deletion that cancels needs the time of an operation.
        if (ids.size() == 1 && (action != BulkAction::Delete || waiting == 0)) {
            actOnOne(action, ids.front());
            return;
        }
        JobFilter filter;
        filter.ids = ids;
        begin(requestFor(action, filter, Microseconds {0}), ready);
    });
}

void EngineActs::actOnOne(BulkAction action, const JobId &job)
{
    Client &client = m_feed.client().engine();
    if (action == BulkAction::Delete) {
        client.ask(
            DeleteJob {job}, m_feed.client().here<DeletedJob>(this, [this, job](const Result<DeletedJob> &result) {
                if (!result) {
                    Q_EMIT failed(shown(result.error().text));
                    return;
                }
                const bool mayUndo = m_feed.whyNot<RestoreJob>().isEmpty();
                Q_EMIT succeeded(tr("Deleted job %1").arg(shownShort(job)),
                    mayUndo ? std::function<void()>([this, job] {
                        restore({{job}, {}, {}});
                    })
                            : std::function<void()>());
                m_feed.refresh();
                Q_EMIT changedJobs();
            }));
        return;
    }
    if (action == BulkAction::Retry)
        retryOne(job, {});
    else
        client.ask(CancelJob {job, actor().toStdString()}, toldOfJob(tr("Cancelled job %1").arg(shownShort(job))));
}

void EngineActs::retryOne(const JobId &job, const std::optional<RetryDeadline> &deadline)
{
    const Answer<JobRecord> told = toldOfJob(tr("Job %1 waits again").arg(shownShort(job)));
    m_feed.client().ask(RetryJob {job, deadline}, this, [this, job, told](Result<JobRecord> result) {
        if (!result && result.error().code == ErrorCode::Expired)
            askDeadline(1, [this, job](const RetryDeadline &another) { retryOne(job, another); });
        else
            told(std::move(result));
    });
}

Answer<JobRecord> EngineActs::toldOfJob(const QString &success)
{
    return m_feed.client().here<JobRecord>(this, [this, success](const Result<JobRecord> &result) {
        if (!result) {
            Q_EMIT failed(shown(result.error().text));
            return;
        }
        Q_EMIT succeeded(success, {});
        Q_EMIT jobChanged(*result);
        m_feed.refresh();
        Q_EMIT changedJobs();
    });
}

void EngineActs::actOnAll(BulkAction action, const JobFilter &filter, Microseconds over)
{
    if (!mayCall(BeginOperation::info))
        return;
    const OperationRequest request = requestFor(action, filter, over);
    m_feed.client().askFor<JobCount>(
        BeginOperation {request, true}, this, [this, request](const Result<JobCount> &all) {
            if (!all) {
                Q_EMIT failed(shown(all.error().text));
                return;
            }
            if (all->count == 0) {
                Q_EMIT failed(tr("Nothing was done: no job matches in whose state this is possible"));
                return;
            }
            const BulkAction kind = request.action;
            ConfirmText text = questionFor(kind, all->count, tr("all %Ln that match(es)", nullptr, plural(all->count)));
            if (kind == BulkAction::Delete)
                text.text += QLatin1Char(' ')
                    + tr("Those that wait are cancelled first. There is no Undo: they can be restored for some "
                         "minutes, one by one, by command line.");
            if (request.over > Microseconds {0})
                text.text += QLatin1Char(' ') + tr("They are spread over %1.").arg(shownDuration(request.over));
            // Undo needs the ids. Without them a deletion is always confirmed.
            const Confirmation least = kind == BulkAction::Delete ? Confirmation::Counted : Confirmation::None;
            agreed(std::max(confirmationFor(actOf(kind, 0), all->count), least), text,
                [this, request] { begin(request, {}); });
        });
}

void EngineActs::askDeadline(std::int64_t expired, const std::function<void(const RetryDeadline &)> &go)
{
    auto *dialog = new DeadlineDialog(expired, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [dialog, go] { go(dialog->deadline()); });
    dialog->open();
}

void EngineActs::begin(const OperationRequest &request, const std::vector<JobId> &waited)
{
    if (request.action != BulkAction::Retry || !passesState(request.filter, JobState::Expired)) {
        send(request, waited);
        return;
    }
    OperationRequest expired = request;
    expired.filter.anyOf = {JobState::Expired};
    m_feed.client().askFor<JobCount>(
        BeginOperation {std::move(expired), true}, this, [this, request](const Result<JobCount> &count) {
            if (!count) {
                Q_EMIT failed(shown(count.error().text));
            } else if (count->count == 0) {
                send(request, {});
            } else {
                askDeadline(count->count, [this, request](const RetryDeadline &deadline) {
                    OperationRequest another = request;
                    another.deadline = deadline;
                    send(another, {});
                });
            }
        });
}

void EngineActs::send(const OperationRequest &request, const std::vector<JobId> &waited)
{
    m_feed.client().askFor<Operation>(
        BeginOperation {request}, this, [this, waited](const Result<Operation> &operation) {
            if (!operation) {
                Q_EMIT failed(shown(operation.error().text));
                return;
            }
            if (operation->request.action == BulkAction::Delete && !waited.empty())
                m_waited[operation->id] = waited;
            if (m_feed.whyNot<ListOperations>().isEmpty())
                Q_EMIT operationBegun(*operation);
            else
                Q_EMIT succeeded(tr("The engine does it; this token does not see how far it is"), {});
        });
}

void EngineActs::cancelOperation(const JobId &operation)
{
    if (mayCall(CancelOperation::info))
        m_feed.client().engine().ask(
            CancelOperation {operation}, told<Operation>(tr("Ended; what was done stays done")));
}

void EngineActs::restore(const DeletedJobs &deleted)
{
    if (!mayCall(RestoreJob::info))
        return;
    auto *restore = new JobRestore(m_feed.client(), deleted, this);
    connect(restore, &JobRestore::finished, this, [this](const JobRestore::Outcome &outcome) {
        QString text = tr("Restored %n job(s)", nullptr, outcome.restored);
        if (outcome.cancelled > 0)
            text += tr(", %n of them as cancelled", nullptr, outcome.cancelled);
        if (outcome.firstError.isEmpty())
            Q_EMIT succeeded(text, {});
        else
            Q_EMIT failed(tr("%1, the others not: %2").arg(text, outcome.firstError));
        m_feed.refresh();
        Q_EMIT changedJobs();
    });
    restore->start();
}

void EngineActs::sayEnd(const Operation &operation)
{
    const BulkAction action = operation.request.action;
    const QString verb = action == BulkAction::Retry ? tr("Retried %1")
        : action == BulkAction::Delete               ? tr("Deleted %1")
                                                     : tr("Cancelled %1");
    QString text = verb.arg(shown(operation.done));
    if (operation.skipped > 0)
        text += tr(", %1 skipped (in another state by now)").arg(shown(operation.skipped));
    if (operation.failed > 0)
        text += tr(", %1 failed: %2").arg(shown(operation.failed), shown(operation.error));
    if (operation.state == OperationState::Cancelled)
        text += tr(", then ended by hand");
    DeletedJobs deleted {operation.request.filter.ids.value_or(std::vector<JobId> {}), {}, operation.created};
    if (const auto waited = m_waited.extract(operation.id))
        deleted.ready = waited.mapped();
    const bool mayRestore = action == BulkAction::Delete && !deleted.jobs.empty()
        && static_cast<std::int64_t>(deleted.jobs.size()) <= undoneMax;
    if (operation.state == OperationState::Failed)
        Q_EMIT failed(tr("%1, then it failed: %2").arg(text, shown(operation.error)));
    else if (mayRestore)
        Q_EMIT succeeded(text, [this, deleted] { restore(deleted); });
    else
        Q_EMIT succeeded(text, {});
    m_feed.refresh();
    Q_EMIT changedJobs();
}

const CallInfo &callFor(BulkAction action)
{
    switch (action) {
    case BulkAction::Retry:
        return RetryJob::info;
    case BulkAction::Cancel:
        return CancelJob::info;
    case BulkAction::Delete:
        return DeleteJob::info;
    case BulkAction::Move:
    case BulkAction::SetPriority:
        break;
    }
    return BeginOperation::info;
}

bool allows(BulkAction action, const JobRecord &job)
{
    const std::vector<JobState> states = statesFor(action);
    return std::find(states.begin(), states.end(), job.state) != states.end();
}

void EngineActs::editAndRetry(const JobId &letter, NewPayload payload)
{
    if (!mayCall(EditAndRetry::info))
        return;
    m_feed.client().ask(EditAndRetry {letter, std::move(payload)}, this, [this](const Result<EnqueueReceipt> &receipt) {
        tellAccepted(receipt, tr("New job %1 is waiting; the old one stays as it is"));
    });
}

/// `words` take the new job's id.
void EngineActs::tellAccepted(const Result<EnqueueReceipt> &receipt, const QString &words)
{
    if (!receipt) {
        Q_EMIT failed(shown(receipt.error().text));
        return;
    }
    Q_EMIT succeeded(words.arg(shownShort(receipt->id)), {});
    Q_EMIT enqueued(receipt->id);
    Q_EMIT changedJobs();
    m_feed.refresh();
}

void EngineActs::enqueue(NewJob job)
{
    if (!mayCall(EnqueueJobs::info))
        return;
    m_feed.client().ask(EnqueueJobs::of({std::move(job)}), this, [this](const Result<EnqueueJobs::Reply> &receipts) {
        tellAccepted(receipts ? receipts->items.front() : Result<EnqueueReceipt>(failure(receipts.error())),
            tr("Job %1 was accepted"));
    });
}

void EngineActs::edit(const JobId &waiting, NewPayload payload)
{
    if (!mayCall(EditJob::info))
        return;
    EditJob call {waiting};
    call.edit.payload = std::move(payload);
    m_feed.client().ask(call, this, [this](const Result<EnqueueReceipt> &receipt) {
        tellAccepted(receipt,
            tr("Job %1 took the place of the old one, which ended as cancelled; edit the new one to change "
               "it back"));
    });
}

} // namespace fairlead

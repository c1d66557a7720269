// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/acts/engine_acts.h"

#include "gui/acts/limit_words.h"
#include "gui/look/shown.h"

#include <QSysInfo>
#include <QWidget>

namespace fairlead {

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

bool EngineActs::mayAct()
{
    const QString why = m_feed.whyReadOnly();
    if (!why.isEmpty())
        Q_EMIT failed(why);
    return why.isEmpty();
}

void EngineActs::agreed(Confirmation how, const ConfirmText &text, const std::function<void()> &go)
{
    ConfirmDialog::ask(how, text, m_window, [this, go] {
        // The line may have been cut while the question was open.
        if (mayAct())
            go();
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

void EngineActs::pause(const Scope &scope, const QString &why)
{
    if (!mayAct())
        return;
    m_feed.client().ask().pause(scope, actor().toStdString(), why.toStdString(),
        told<StatusView>(tr("Paused %1: nothing of it starts until it is resumed").arg(shownScope(scope)),
            [this, scope] { resume(scope); }));
}

void EngineActs::resume(const Scope &scope)
{
    if (!mayAct())
        return;
    m_feed.client().ask().resume(
        scope, told<StatusView>(tr("Resumed %1").arg(shownScope(scope)), [this, scope] { pause(scope, {}); }));
}

void EngineActs::stop(StopMode mode)
{
    if (!mayAct())
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
        m_feed.client().ask().stop(mode, told<StatusView>(isNow ? tr("Stopping now") : tr("Draining")));
    });
}

void EngineActs::setTenant(const TenantName &tenant, const TenantPatch &patch)
{
    if (!mayAct())
        return;
    const TenantView *view = m_feed.snapshot().findTenant(tenant);
    const TenantPatch before = takenBack(patch, view ? view->limits : TenantLimits {});
    m_feed.client().ask().setTenant(tenant, patch,
        told<TenantView>(tr("Tenant %1 now has %2").arg(shown(tenant.text()), patchWords(patch)),
            [this, tenant, before] { setTenant(tenant, before); }));
}

void EngineActs::retry(const std::vector<JobId> &jobs)
{
    if (jobs.empty() || !mayAct())
        return;
    const auto count = static_cast<std::int64_t>(jobs.size());
    ConfirmText text {tr("Retry jobs?"), tr("%1 jobs go back to the waiting.").arg(shown(count)),
        tr("Retry %1").arg(shown(count)), {}};
    agreed(
        confirmationFor(Act::RetryJobs, count), text, [this, jobs] { newBatch(JobBatch::Verb::Retry)->start(jobs); });
}

void EngineActs::cancel(const std::vector<JobId> &jobs)
{
    if (jobs.empty() || !mayAct())
        return;
    const auto count = static_cast<std::int64_t>(jobs.size());
    ConfirmText text {tr("Cancel jobs?"),
        tr("%n job(s) are ended without a result; running ones are told to stop and lose their work.", nullptr,
            static_cast<int>(count)),
        tr("Cancel %n job(s)", nullptr, static_cast<int>(count)), QString::number(count)};
    agreed(
        confirmationFor(Act::CancelJobs, count), text, [this, jobs] { newBatch(JobBatch::Verb::Cancel)->start(jobs); });
}

void EngineActs::retryGroup(const DeadLetterQuery &group, std::int64_t known)
{
    if (!mayAct())
        return;
    ConfirmText text {tr("Retry the group?"),
        tr("All dead letters with this error, %1 at the last count, go back to the waiting.").arg(shown(known)),
        tr("Retry %1").arg(shown(known)), {}};
    agreed(confirmationFor(Act::RetryJobs, known), text,
        [this, group] { newBatch(JobBatch::Verb::Retry)->startGroup(group); });
}

JobBatch *EngineActs::newBatch(JobBatch::Verb verb)
{
    auto *batch = new JobBatch(m_feed.client(), verb, this);
    connect(batch, &JobBatch::changed, this, &EngineActs::jobChanged);
    connect(batch, &JobBatch::finished, this, [this, batch] { sayEnd(*batch); });
    Q_EMIT batchStarted(batch);
    return batch;
}

void EngineActs::sayEnd(const JobBatch &batch)
{
    const JobBatch::Counts &counts = batch.counts();
    const QString verb = batch.verb() == JobBatch::Verb::Retry ? tr("Retried %1") : tr("Cancelled %1");
    QString text = verb.arg(shown(counts.done));
    if (counts.skipped > 0)
        text += tr(", %1 skipped (in another state by now)").arg(shown(counts.skipped));
    if (batch.isCancelled())
        text += tr(", then stopped by you");
    if (counts.firstError.isEmpty())
        Q_EMIT succeeded(text, {});
    else
        Q_EMIT failed(tr("%1, %2 failed: %3").arg(text, shown(counts.failed), counts.firstError));
    m_feed.refresh();
    Q_EMIT changedJobs();
}

NewJob editedCopy(const JobRecord &old, const std::string &payload, TimePoint now)
{
    const JobSpec &spec = old.job.spec;
    NewJob job;
    job.queue = spec.queue;
    job.tenant = spec.tenant;
    job.priority = spec.priority;
    job.payload = payload;
    job.contentType = spec.contentType;
    job.cost = spec.cost;
    if (spec.deadline && *spec.deadline > now)
        job.deadline = *spec.deadline;
    job.timeout = spec.timeout;
    job.maxAttempts = spec.maxAttempts;
    job.retry = spec.retry;
    job.traceId = spec.traceId;
    job.correlationId = spec.correlationId.empty() ? old.job.id.text() : spec.correlationId;
    job.tags = spec.tags;
    return job;
}

void EngineActs::enqueueEdited(const JobRecord &old, const std::string &payload)
{
    if (!mayAct())
        return;
    using Receipts = std::vector<Result<EnqueueReceipt>>;
    m_feed.client().ask().enqueue({editedCopy(old, payload, m_feed.clock().now())},
        m_feed.client().here<Receipts>(this, [this](const Result<Receipts> &receipts) {
            if (!receipts || receipts->empty()) {
                Q_EMIT failed(receipts ? tr("The engine gave no receipt") : shown(receipts.error().text));
                return;
            }
            const Result<EnqueueReceipt> &receipt = receipts->front();
            if (!receipt) {
                Q_EMIT failed(shown(receipt.error().text));
                return;
            }
            Q_EMIT succeeded(tr("New job %1 is waiting; the old one stays as it is").arg(shownShort(receipt->id)), {});
            Q_EMIT enqueued(receipt->id);
            Q_EMIT changedJobs();
            m_feed.refresh();
        }));
}

} // namespace fairlead

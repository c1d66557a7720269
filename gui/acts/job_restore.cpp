// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/acts/job_restore.h"

#include "engine/calls/job_calls.h"
#include "gui/look/shown.h"

namespace fairlead {

namespace {
constexpr int underWayMax = 16;
} // namespace

JobRestore::JobRestore(GuiClient &client, const DeletedJobs &deleted, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_waiting(deleted.jobs.begin(), deleted.jobs.end())
    , m_ready(deleted.ready.begin(), deleted.ready.end())
    , m_since(deleted.since)
{
}

void JobRestore::start()
{
    pump();
}

void JobRestore::pump()
{
    m_isRetrying = m_isRetrying || (m_underWay == 0 && m_waiting.empty());
    std::deque<JobId> &next = m_isRetrying ? m_cancelled : m_waiting;
    while (m_underWay < underWayMax && !next.empty()) {
        const JobId id = next.front();
        next.pop_front();
        ++m_underWay;
        if (m_isRetrying)
            retry(id);
        else
            restore(id);
    }
    if (m_underWay > 0)
        return;
    Q_EMIT finished(m_outcome);
    deleteLater();
}

void JobRestore::restore(const JobId &job)
{
    m_client.ask(RestoreJob {job}, this, [this](const Result<JobRecord> &result) {
        if (result)
            restored(*result);
        ended(result ? QString() : shown(result.error().text));
    });
}

void JobRestore::retry(const JobId &job)
{
    m_client.ask(RetryJob {job}, this, [this](const Result<JobRecord> &result) {
        m_outcome.cancelled += result ? 0 : 1;
        ended(result ? QString() : shown(result.error().text));
    });
}

void JobRestore::restored(const JobRecord &job)
{
    ++m_outcome.restored;
    // A job that was cancelled before the deletion was found in that state, and stays in it.
    const bool isCancelledNow = job.state == JobState::Cancelled && job.finishedAt.value_or(m_since) >= m_since;
    if (isCancelledNow && m_ready.contains(job.job.id))
        m_cancelled.push_back(job.job.id);
    else if (isCancelledNow)
        ++m_outcome.cancelled;
}

void JobRestore::ended(const QString &trouble)
{
    --m_underWay;
    if (m_outcome.firstError.isEmpty())
        m_outcome.firstError = trouble;
    pump();
}

} // namespace fairlead

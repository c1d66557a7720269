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
    while (m_underWay < underWayMax && !m_waiting.empty()) {
        const JobId id = m_waiting.front();
        m_waiting.pop_front();
        ++m_underWay;
        m_client.ask(RestoreJob {id}, this, [this](const Result<JobRecord> &result) {
            if (result)
                restored(*result);
            else
                ended(shown(result.error().text));
        });
    }
    if (m_underWay > 0 || !m_waiting.empty())
        return;
    Q_EMIT finished(m_outcome);
    deleteLater();
}

void JobRestore::restored(const JobRecord &job)
{
    ++m_outcome.restored;
    // A job that was cancelled before the deletion was found in that state, and stays in it.
    const bool isCancelledNow = job.state == JobState::Cancelled && job.finishedAt.value_or(m_since) >= m_since;
    if (!isCancelledNow) {
        ended({});
        return;
    }
    if (!m_ready.contains(job.job.id)) {
        ++m_outcome.cancelled;
        ended({});
        return;
    }
    m_client.ask(RetryJob {job.job.id}, this, [this](const Result<JobRecord> &result) {
        m_outcome.cancelled += result ? 0 : 1;
        ended(result ? QString() : shown(result.error().text));
    });
}

void JobRestore::ended(const QString &trouble)
{
    --m_underWay;
    if (m_outcome.firstError.isEmpty())
        m_outcome.firstError = trouble;
    pump();
}

} // namespace fairlead

// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/acts/job_batch.h"

#include "gui/acts/engine_acts.h"

namespace fairlead {

namespace {
constexpr int underWayMax = 16;
constexpr int pageLength = 500;
} // namespace

JobBatch::JobBatch(GuiClient &client, Verb verb, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_verb(verb)
{
}

void JobBatch::start(const std::vector<JobId> &jobs)
{
    m_waiting.assign(jobs.begin(), jobs.end());
    m_counts.total = static_cast<std::int64_t>(jobs.size());
    pump();
}

void JobBatch::startGroup(const DeadLetterQuery &group)
{
    m_group = group;
    m_group.cursor.clear();
    m_group.limit = pageLength;
    m_isCollecting = true;
    collect();
}

void JobBatch::cancel()
{
    m_isCancelled = true;
    m_waiting.clear();
    pump();
}

// The whole list is taken before the first retry: the jobs leave the list as they are retried.
void JobBatch::collect()
{
    m_client.ask().listDeadLetters(m_group, m_client.here<DeadLetterPage>(this, [this](Result<DeadLetterPage> page) {
        if (!page) {
            m_counts.firstError = QString::fromStdString(page.error().text);
            m_isCollecting = false;
            pump();
            return;
        }
        for (const DeadLetter &letter : page->deadLetters)
            m_waiting.push_back(letter.record.job.id);
        m_counts.total = static_cast<std::int64_t>(m_waiting.size());
        m_group.cursor = page->cursor;
        if (!page->cursor.empty() && !m_isCancelled) {
            collect();
            return;
        }
        m_isCollecting = false;
        pump();
    }));
}

void JobBatch::pump()
{
    while (m_underWay < underWayMax && !m_waiting.empty() && !m_isCancelled && !m_isCollecting) {
        const JobId id = m_waiting.front();
        m_waiting.pop_front();
        ++m_underWay;
        Answer<JobRecord> answer =
            m_client.here<JobRecord>(this, [this](const Result<JobRecord> &result) { note(result); });
        if (m_verb == Verb::Retry)
            m_client.ask().retryJob(id, std::move(answer));
        else
            m_client.ask().cancelJob(id, EngineActs::actor().toStdString(), std::move(answer));
    }
    if (m_underWay == 0 && m_waiting.empty() && !m_isCollecting && !m_isFinished) {
        m_isFinished = true;
        Q_EMIT finished();
        deleteLater();
    }
}

void JobBatch::note(const Result<JobRecord> &result)
{
    --m_underWay;
    if (result) {
        ++m_counts.done;
        Q_EMIT changed(*result);
    } else if (result.error().code == ErrorCode::Conflict) {
        ++m_counts.skipped;
    } else {
        ++m_counts.failed;
        if (m_counts.firstError.isEmpty())
            m_counts.firstError = QString::fromStdString(result.error().text);
    }
    Q_EMIT progressed();
    pump();
}

} // namespace fairlead

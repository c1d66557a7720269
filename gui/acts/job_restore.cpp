// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/acts/job_restore.h"

#include "engine/calls/job_calls.h"

namespace fairlead {

namespace {
constexpr int underWayMax = 16;
} // namespace

JobRestore::JobRestore(GuiClient &client, const std::vector<JobId> &jobs, QObject *parent)
    : QObject(parent)
    , m_client(client)
    , m_waiting(jobs.begin(), jobs.end())
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
            --m_underWay;
            if (result)
                ++m_restored;
            else if (m_firstError.isEmpty())
                m_firstError = QString::fromStdString(result.error().text);
            pump();
        });
    }
    if (m_underWay > 0 || !m_waiting.empty())
        return;
    Q_EMIT finished(m_restored, m_firstError);
    deleteLater();
}

} // namespace fairlead

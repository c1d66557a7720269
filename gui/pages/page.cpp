// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/pages/page.h"

#include "engine/calls/job_calls.h"

namespace fairlead {

void Page::look(const std::optional<JobId> &id)
{
    m_lookedFor = id;
    m_lookedAt.reset();
    Q_EMIT selectionChanged();
    if (!id)
        return;
    feed().client().ask(FindJob {*id}, this, [this, id](Result<JobRecord> record) {
        if (!record || m_lookedFor != id)
            return;
        m_lookedAt = std::move(*record);
        Q_EMIT selectionChanged();
    });
}

std::vector<JobRecord> Page::jobLookedAt() const
{
    return m_lookedAt ? std::vector<JobRecord> {*m_lookedAt} : std::vector<JobRecord> {};
}

} // namespace fairlead

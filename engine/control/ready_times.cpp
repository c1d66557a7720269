// SPDX-License-Identifier: Apache-2.0
#include "engine/control/ready_times.h"

#include <algorithm>

namespace fairlead {

namespace {
/// The time from which a waiting job may run: as asked, or the end of its last attempt.
TimePoint readySince(const JobRecord &record)
{
    const TimePoint asked = std::max(record.job.created, record.job.spec.runAt.value_or(record.job.created));
    return record.errors.empty() ? asked : std::max(asked, record.errors.back().ended);
}
} // namespace

std::optional<TimePoint> ReadyTimes::find(StoreReader &reader, const ReadyJob &job)
{
    if (const auto kept = m_times.find(job.position); kept != m_times.end())
        return kept->second;
    const Result<JobRecord> record = reader.jobs().findJob(job.seq);
    if (!record || record->state != JobState::Ready)
        return {}; // it may have started meanwhile
    if (m_times.size() == keptMax)
        m_times.clear();
    return m_times.emplace(job.position, readySince(*record)).first->second;
}

} // namespace fairlead

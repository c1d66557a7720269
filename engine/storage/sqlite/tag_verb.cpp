// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/sqlite/sqlite_job_store.h"

namespace fairlead {

namespace {
Result<> tagOne(SqliteParts &parts, const JobId &id, const TagChange &change, const std::string &who, TimePoint now)
{
    const auto stored = parts.findJob(id, JobRows::Payload::With);
    if (!stored)
        return failure(noJob(id));
    if (!stored->isSound)
        return failure(ErrorCode::Corrupt, "job " + id.text() + " was damaged on disk");
    StoredJob tagged = *stored;
    FAIRLEAD_TRY(tagged.job.spec.tags, change.of(stored->job.spec.tags));
    if (tagged.job.spec.tags == stored->job.spec.tags)
        return {};
    parts.recent.take(stored->job.seq); // the accepted copy is out of date now
    parts.jobs.retag(tagged, stored->job.spec.tags);
    parts.note(taggedEvent(tagged.job, who, now), tagged.lane);
    return {};
}
} // namespace

Result<std::vector<Result<>>> SqliteJobStore::tag(
    std::span<const JobId> ids, const TagChange &change, const std::string &who, TimePoint now)
{
    return forEach(ids, now, [&](const JobId &id) { return tagOne(m_parts, id, change, who, now); });
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/job_filter.h"

#include "engine/domain/settings.h"

#include <algorithm>

namespace fairlead {

bool passesFacts(const JobFilter &filter, const Job &job)
{
    const JobSpec &spec = job.spec;
    return (!filter.queue || *filter.queue == spec.queue) && (!filter.tenant || *filter.tenant == spec.tenant)
        && (!filter.handlerQueues || filter.handlerQueues->contains(spec.queue))
        && (!filter.since || job.created >= *filter.since) && (!filter.until || job.created < *filter.until)
        && (filter.tag.empty() || std::find(spec.tags.begin(), spec.tags.end(), filter.tag) != spec.tags.end())
        && (filter.idPrefix.empty() || job.id.text().starts_with(filter.idPrefix))
        && (filter.ids.empty() || std::find(filter.ids.begin(), filter.ids.end(), job.id) != filter.ids.end());
}

bool passesState(const JobFilter &filter, JobState state)
{
    return (!filter.state || *filter.state == state)
        && (filter.anyOf.empty() || std::find(filter.anyOf.begin(), filter.anyOf.end(), state) != filter.anyOf.end());
}

Result<> checkFilter(const JobFilter &filter)
{
    if (filter.ids.size() > filterIdsMax)
        return failure(ErrorCode::TooLarge, "ids: at most " + std::to_string(filterIdsMax));
    if (filter.idPrefix.size() > 36 || filter.idPrefix.find_first_not_of("0123456789abcdef-") != std::string::npos)
        return failure(ErrorCode::Invalid, "id_prefix: expected the beginning of an id, in lower case");
    if (!filter.handler.empty() && !fromName<HandlerKind>(filter.handler))
        return failure(ErrorCode::Invalid, "handler: expected process, plugin, http, function or pull");
    return {};
}

} // namespace fairlead

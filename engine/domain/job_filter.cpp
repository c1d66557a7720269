// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/job_filter.h"

#include "engine/domain/settings.h"

#include <algorithm>
#include <array>

namespace fairlead {

namespace {
template <typename T>
bool holds(const std::vector<T> &list, const T &value)
{
    return std::find(list.begin(), list.end(), value) != list.end();
}

bool isPartOfAnId(const std::string &text)
{
    return text.size() <= 36 && text.find_first_not_of("0123456789abcdef-") == std::string::npos;
}

/// Whether a job has all tags that are asked for. An empty list is not met, and an empty text is no tag.
bool passesTags(const JobFilter &filter, const std::vector<std::string> &tags)
{
    const auto has = [&tags](const std::string &tag) { return holds(tags, tag); };
    const auto beginsSo = [&filter](const std::string &tag) { return tag.starts_with(*filter.tagPrefix); };
    return (!filter.tags || (!filter.tags->empty() && std::all_of(filter.tags->begin(), filter.tags->end(), has)))
        && (!filter.tagPrefix || (!filter.tagPrefix->empty() && std::any_of(tags.begin(), tags.end(), beginsSo)));
}

Error emptyPart(const char *part)
{
    return {ErrorCode::Invalid, std::string(part) + ": must not be empty; leave it out to have none"};
}
} // namespace

bool passesFacts(const JobFilter &filter, const Job &job)
{
    const JobSpec &spec = job.spec;
    return (!filter.queue || *filter.queue == spec.queue) && (!filter.tenant || *filter.tenant == spec.tenant)
        && (!filter.handlerQueues || filter.handlerQueues->contains(spec.queue))
        && (!filter.since || job.created >= *filter.since) && (!filter.until || job.created < *filter.until)
        && passesTags(filter, spec.tags) && passesIdParts(filter, job.id)
        && (!filter.ids || holds(*filter.ids, job.id));
}

bool passesIdParts(const JobFilter &filter, const JobId &id)
{
    return (!filter.idPrefix || (!filter.idPrefix->empty() && id.text().starts_with(*filter.idPrefix)))
        && (!filter.idSuffix || (!filter.idSuffix->empty() && id.text().ends_with(*filter.idSuffix)));
}

bool passesPayload(const JobFilter &filter, const std::string &payload)
{
    return !filter.payload || (filter.payloadTest && filter.payloadTest->passes(payload));
}

bool passesState(const JobFilter &filter, JobState state)
{
    return (!filter.state || *filter.state == state) && (!filter.anyOf || holds(*filter.anyOf, state));
}

Result<> checkFilter(const JobFilter &filter)
{
    const std::array<std::pair<const char *, bool>, 9> empty {{{"states", filter.anyOf && filter.anyOf->empty()},
        {"ids", filter.ids && filter.ids->empty()}, {"handler", filter.handler && filter.handler->empty()},
        {"tag", filter.tags && (filter.tags->empty() || holds(*filter.tags, std::string {}))},
        {"payload", filter.payload && filter.payload->empty()},
        {"tag_prefix", filter.tagPrefix && filter.tagPrefix->empty()},
        {"fingerprint", filter.fingerprint && filter.fingerprint->empty()},
        {"id_prefix", filter.idPrefix && filter.idPrefix->empty()},
        {"id_suffix", filter.idSuffix && filter.idSuffix->empty()}}};
    for (const auto &[part, isThere] : empty) {
        if (isThere)
            return failure(emptyPart(part));
    }
    if (filter.payload)
        FAIRLEAD_CHECK(PayloadMatch::parse(*filter.payload));
    if (filter.ids && filter.ids->size() > filterIdsMax)
        return failure(ErrorCode::TooLarge, "ids: at most " + std::to_string(filterIdsMax));
    if (filter.tags && filter.tags->size() > JobLimits {}.tagCountMax)
        return failure(ErrorCode::TooLarge, "tag: at most " + std::to_string(JobLimits {}.tagCountMax));
    if (filter.idPrefix && !isPartOfAnId(*filter.idPrefix))
        return failure(ErrorCode::Invalid, "id_prefix: expected the beginning of an id, in lower case");
    if (filter.idSuffix && !isPartOfAnId(*filter.idSuffix))
        return failure(ErrorCode::Invalid, "id_suffix: expected the end of an id, in lower case");
    if (filter.handler && !fromName<HandlerKind>(*filter.handler))
        return failure(ErrorCode::Invalid, "handler: expected process, plugin, http, function or pull");
    return {};
}

} // namespace fairlead

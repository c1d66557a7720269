// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/idempotent_body.h"

namespace fairlead {

std::string idempotentBody(const JobSpec &spec)
{
    std::string body;
    // Each part begins with its length, so that no two specs share one form.
    const auto add = [&body](std::string_view part) {
        body += std::to_string(part.size());
        body += ':';
        body += part;
    };
    add(spec.queue.text());
    add(spec.tenant.text());
    add(std::to_string(static_cast<int>(spec.priority)));
    add(std::to_string(spec.cost));
    add(std::to_string(spec.timeout.count()));
    add(std::to_string(spec.maxAttempts));
    add(spec.contentType);
    add(spec.uniqueKey);
    for (const std::string &tag : spec.tags)
        add(tag);
    add(spec.payload);
    return body;
}

AttemptError droppedError(TimePoint now)
{
    return {0, "none", now, now, "dropped", "cancelled to make room for a newer job of the tenant", {}};
}

} // namespace fairlead

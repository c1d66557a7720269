// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/idempotent_body.h"

namespace fairlead {

namespace {
/// Parts one after another. Each begins with its length, so that no two lists of parts share one form.
class Body
{
public:
    void add(std::string_view part)
    {
        m_bytes += std::to_string(part.size());
        m_bytes += ':';
        m_bytes += part;
    }
    std::string take() { return std::move(m_bytes); }

private:
    std::string m_bytes;
};
} // namespace

std::string idempotentBody(const JobSpec &spec)
{
    Body body;
    const auto add = [&body](std::string_view part) { body.add(part); };
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
    return body.take();
}

std::string idempotentRequest(const JobSpec &spec)
{
    Body body;
    for (const std::string_view part : {std::string_view(spec.queue.text()), std::string_view(spec.tenant.text()),
             priorityName(spec.priority), std::string_view(spec.contentType), std::string_view(spec.uniqueKey),
             std::string_view(spec.correlationId), std::string_view(spec.asked)})
        body.add(part);
    body.add(std::to_string(spec.cost));
    body.add(std::to_string(spec.tags.size()));
    for (const std::string &tag : spec.tags)
        body.add(tag);
    body.add(spec.payload);
    return body.take();
}

AttemptError droppedError(TimePoint now)
{
    return {0, "none", now, now, "dropped", "cancelled to make room for a newer job of the tenant", {}};
}

AttemptError editedError(const JobId &by, TimePoint now)
{
    return {0, "none", now, now, "edited", "an edited job took its place: " + by.text(), {}};
}

} // namespace fairlead

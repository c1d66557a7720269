// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/event.h"

#include <algorithm>
#include <array>

namespace fairlead {

namespace {
constexpr std::array<std::string_view, eventKindCount> eventNames {"job.accepted", "job.started", "job.succeeded",
    "job.failed", "job.dead", "job.expired", "job.cancelled", "job.snoozed", "job.released", "job.retried", "paused",
    "resumed", "tenant.set", "engine.started", "engine.stopping", "engine.stopped", "job.deleted", "job.restored",
    "job.moved", "store.lost", "alert.raised", "alert.cleared", "job.tagged"};
}

std::string_view eventKindName(EventKind kind)
{
    return eventNames.at(static_cast<std::size_t>(kind));
}

std::optional<EventKind> parseEventKind(std::string_view name)
{
    const auto *const found = std::find(eventNames.begin(), eventNames.end(), name);
    if (found == eventNames.end())
        return std::nullopt;
    return static_cast<EventKind>(found - eventNames.begin());
}

} // namespace fairlead

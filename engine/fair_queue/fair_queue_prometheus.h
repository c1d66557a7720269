// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/fair_queue/fair_queue_settings.h"

#include <string>
#include <string_view>
#include <type_traits>

namespace fairlead {

/// The statistics of a FairQueue in the text format of Prometheus 0.0.4: counters of items by their fate, lengths,
/// waits as summaries by class, and the tenants served most. `prefix` begins each name: letters, digits and '_'. Pure.
std::string prometheusText(const FairQueueStats<std::string> &stats, std::string_view prefix = "fair_queue");

/// The same for tenants that are integers or enumerations; their label is the number.
template <typename Tenant>
std::string prometheusText(const FairQueueStats<Tenant> &stats, std::string_view prefix = "fair_queue")
{
    FairQueueStats<std::string> named {stats.counts, stats.waited, stats.tenants, {}};
    for (const auto &top : stats.top) {
        if constexpr (std::is_enum_v<Tenant>)
            named.top.push_back(
                {std::to_string(static_cast<std::underlying_type_t<Tenant>>(top.tenant)), top.cost, top.length});
        else
            named.top.push_back({std::to_string(top.tenant), top.cost, top.length});
    }
    return prometheusText(named, prefix);
}

} // namespace fairlead

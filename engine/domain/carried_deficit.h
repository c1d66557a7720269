// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/ids.h"
#include "engine/domain/priority.h"

#include <optional>

namespace fairlead {

/// The deficit of a queue, or of a tenant in one class of a queue, that used more than it was charged.
struct CarriedDeficit
{
    QueueName queue;
    std::optional<TenantName> tenant; ///< empty: the queue itself, and `priority` is not used
    Priority priority = Priority::Normal;
    std::int64_t owed = 0; ///< millionths of a unit of the queue's cost; for a queue, of a microsecond
    auto operator<=>(const CarriedDeficit &) const = default;
};
/// The largest number of deficits kept over a restart.
inline constexpr std::size_t deficitsKept = 10'000;

} // namespace fairlead

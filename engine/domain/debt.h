// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/ids.h"
#include "engine/domain/priority.h"

#include <optional>

namespace fairlead {

/// What a queue owes the others or, inside it, a tenant in one class: it got more than it was charged.
struct Debt
{
    QueueName queue;
    std::optional<TenantName> tenant; ///< empty: the queue itself owes, and `priority` says nothing
    Priority priority = Priority::Normal;
    std::int64_t owed = 0; ///< millionths of a unit of the queue's cost, of a queue those of a microsecond
    auto operator<=>(const Debt &) const = default;
};
/// Debts that are kept over a restart, the largest.
inline constexpr std::size_t debtsKept = 10'000;

} // namespace fairlead

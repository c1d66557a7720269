// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/job.h"

#include <memory>
#include <string_view>
#include <vector>

namespace fairlead {

/// The number of one passage through gates. No two that are under way at one gate have the same.
enum class GatePass : std::int64_t {};

/// Lets a limited number of runs pass: all tenants' together, or each tenant's by themselves. All threads that share it
/// count. Threads: any.
class Gate
{
public:
    virtual ~Gate() = default;
    /// The name in the configuration, for example "rate_limit".
    virtual std::string_view kind() const = 0;
    virtual bool isPerTenant() const = 0;
    /// The time until a run of the tenant may pass; 0: now. Empty: not before one that passed has ended.
    virtual std::optional<Microseconds> untilOpen(const TenantName &tenant) = 0;
    /// False: not now. After true, one call of `ended` or `giveBack` must follow.
    virtual bool tryEnter(const TenantName &tenant, GatePass pass) = 0;
    /// The run did not take place.
    virtual void giveBack(const TenantName &tenant, GatePass pass) = 0;
    virtual void ended(const TenantName &tenant, GatePass pass, const Outcome &outcome) = 0;
};

/// The gates of one queue, the outermost first.
struct QueueGates
{
    std::vector<std::shared_ptr<Gate>> leading; ///< asked before a job is claimed
    std::vector<std::shared_ptr<Gate>> inside; ///< asked by its runs; other queues may share them
};

} // namespace fairlead

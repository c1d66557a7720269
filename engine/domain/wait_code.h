// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/enum_names.h"

#include <array>

namespace fairlead {

/// A reason that keeps jobs from starting.
enum class WaitCode {
    Stopping, ///< the engine starts nothing more
    QueueNotConfigured, ///< the configuration has no such queue
    QueueUnserved, ///< its workers are elsewhere, and none has asked for a while
    Paused,
    QueueAtCap, ///< it runs as many jobs as it may at once
    TenantAtCap, ///< the same
    TenantRate, ///< its starts are used up for a while
    GateShut, ///< a layer in front of its queue lets nothing through now
    Scheduled, ///< its time has not come
    Blocked, ///< another job must end first
    Turn, ///< other jobs are before it
    Running, ///< it does not wait
    Ended, ///< the same
    Unknown,
};
template <>
struct EnumNames<WaitCode>
{
    static constexpr std::array<std::string_view, 13> all {"stopping", "queue_not_configured", "queue_unserved",
        "paused", "queue_at_cap", "tenant_at_cap", "tenant_rate", "gate_shut", "scheduled", "blocked", "turn",
        "running", "ended"};
    static constexpr WaitCode unknown = WaitCode::Unknown;
};

} // namespace fairlead

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/engine_views.h"
#include "engine/simulation/simulation.h"
#include "gui/what_if/draft.h"

namespace fairlead {

/// The settings of an engine, as far as its answers tell them: workers, the queues that it serves itself, their leading
/// gates, and the limits of tenants. `configuration` adds orders of priorities, costs and room; it may be empty. Runs
/// are not cut by a timeout, because recorded ones keep their times.
EngineSettings settingsOf(const Snapshot &now, const std::vector<ConfigEntry> &configuration);
/// The settings with a draft in force. As in the engine, there are at least as many workers as the queues of the draft
/// may use together.
EngineSettings drafted(EngineSettings settings, const Draft &draft);

/// One tenant's figures in a simulation.
struct TriedFigures
{
    Microseconds waitP50 {0};
    Microseconds waitP95 {0};
    Microseconds waitWorst {0};
    double share = 0; ///< of all worker time
    std::int64_t succeeded = 0;
    std::int64_t refused = 0;
};

/// The change of a tenant's wait.
enum class WaitChange { Alike, Better, Worse };

/// One tenant's figures now, and with the draft.
struct TenantTried
{
    TenantName tenant;
    TriedFigures now;
    std::optional<TriedFigures> then; ///< empty without a draft

    /// By the 95th percentile. Differences of less than a twentieth, or of less than 10 ms, do not count.
    WaitChange change() const;
    /// The size of the change of the wait: 0 for none.
    double distance() const;
};

/// Two simulations of one load side by side.
struct Comparison
{
    std::vector<TenantTried> tenants; ///< in order of name
    double throughput = 1; ///< jobs that succeeded, as a part of those now
    double busyNow = 0; ///< share of the workers' time
    double busyThen = 0;
};
/// `then` is null without a draft.
Comparison compared(const SimulationReport &now, const SimulationReport *then);

} // namespace fairlead

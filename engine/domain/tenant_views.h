// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/queue_views.h"
#include "engine/domain/settings_fields.h"

namespace fairlead {

// Tenants as clients see them.

struct TenantView
{
    TenantName tenant = defaultTenant();
    TenantLimits limits;
    StateCounts counts {};
    std::optional<Pause> pause;
    Quantiles queueTime; ///< from ready to start, first attempts of the last 15 minutes
    Quantiles runTime; ///< worker time per run, of the last 15 minutes
    std::int64_t attempts = 0; ///< runs ended since start
    std::int64_t retries = 0; ///< runs that failed and were followed by another attempt, since start
    std::int64_t workerTime = 0; ///< microseconds, since start
    FlowCounts lastMinute {};
};

template <>
struct Fields<TenantView>
{
    static constexpr std::string_view name = "Tenant";
    static constexpr auto all = std::tuple(Field {"tenant", &TenantView::tenant, "its name", {.isRequired = true}},
        Inline {&TenantView::limits}, Field {"counts", &TenantView::counts, "jobs by state"},
        Field {"paused", &TenantView::pause, "its pause, or null", {.whenEmpty = WhenEmpty::Null}},
        Field {"queue_time_us", &TenantView::queueTime, "from ready to start, first attempts of the last 15 minutes"},
        Field {"run_time_us", &TenantView::runTime, "worker time of a run, of the last 15 minutes"},
        Field {"attempts", &TenantView::attempts, "runs ended since the engine's start"},
        Field {"retries", &TenantView::retries, "runs that failed and were tried again, since the engine's start"},
        Field {"worker_time_us", &TenantView::workerTime, "since the engine's start"},
        Field {"last_minute", &TenantView::lastMinute, "in the last minute"});
};

} // namespace fairlead

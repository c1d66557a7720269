// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/queue_views.h"
#include "engine/domain/requests.h"

namespace fairlead {

// Tenants as clients see them.

template <>
struct Fields<TenantLimits>
{
    static constexpr auto all =
        std::tuple(Field {"weight", &TenantLimits::weight, "its share beside the other tenants'"},
            Field {"plan", &TenantLimits::plan, "its plan", {.whenEmpty = WhenEmpty::LeftOut}},
            Field {"rate", &TenantLimits::rate, "limit of starts"},
            Field {"concurrency", &TenantLimits::concurrency, "limit of runs at once", {.leftOutAt = 0}},
            Field {"max_depth", &TenantLimits::depthMax, "limit of waiting jobs in all queues", {.leftOutAt = 0}},
            Field {"max_bytes", &TenantLimits::bytesMax, "limit of the waiting payloads' bytes", {.leftOutAt = 0}},
            Field {"retry_budget", &TenantLimits::retryShare, "share of runs that may be retries", {.leftOutAt = 1}},
            Field {"backpressure", &TenantLimits::backpressure, "what happens to a job when a limit is reached"});
};

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

template <>
struct Fields<TenantPatch>
{
    static constexpr std::string_view name = "TenantPatch";
    static constexpr auto all =
        std::tuple(Field {"weight",
                       [](auto &patch) {
                           return Clearable {patch.rules.weight, patch.cleared.weight};
                       },
                       "its share beside the other tenants'", {.least = weightMin, .most = weightMax, .example = "2"}},
            Field {"rate",
                [](auto &patch) {
                    return Clearable {patch.rules.rate, patch.cleared.rate};
                },
                "limit of starts, or \"none\"", {.example = "10/s"}},
            Field {"concurrency",
                [](auto &patch) {
                    return Clearable {patch.rules.concurrency, patch.cleared.concurrency};
                },
                "limit of runs at once; 0: none", {.least = 0, .most = 1'000'000}},
            Field {"max_depth",
                [](auto &patch) {
                    return Clearable {patch.rules.depthMax, patch.cleared.depthMax};
                },
                "limit of waiting jobs in all queues; 0: none", {.least = 0}},
            Field {"max_bytes",
                [](auto &patch) {
                    return Clearable {patch.rules.bytesMax, patch.cleared.bytesMax};
                },
                "limit of the waiting payloads' bytes; 0: none", {.least = 0}},
            Field {"retry_budget",
                [](auto &patch) {
                    return Clearable {patch.rules.retryShare, patch.cleared.retryShare};
                },
                "share of runs that may be retries; 1: no limit", {.least = 0, .most = 1}},
            Field {"backpressure",
                [](auto &patch) {
                    return Clearable {patch.rules.backpressure, patch.cleared.backpressure};
                },
                "what happens to a job when a limit is reached", {.example = "wait:5s"}},
            Field {"plan", &TenantPatch::plan, "its plan; \"\" for none"});
};

} // namespace fairlead

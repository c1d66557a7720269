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

struct TenantQuery
{
    std::optional<TenantName> tenant {}; ///< this one alone
    std::optional<TenantName> cursor {}; ///< the last name of the page before
    int limit = 50; ///< 1 to 1000
};
/// One page of all tenants, in order of name.
struct TenantPage
{
    std::vector<TenantView> tenants;
    std::optional<TenantName> cursor {}; ///< of the next page; empty on the last
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
struct Fields<TenantPage>
{
    static constexpr std::string_view name = "TenantPage";
    static constexpr auto all = std::tuple(Field {"tenants", &TenantPage::tenants, "in order of name"},
        Derived {"count", [](const TenantPage &page) { return static_cast<std::int64_t>(page.tenants.size()); },
            "tenants on this page"},
        Field {"cursor", &TenantPage::cursor, "of the next page; null on the last", {.whenEmpty = WhenEmpty::Null}});
};

} // namespace fairlead

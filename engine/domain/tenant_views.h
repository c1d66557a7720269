// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/queue_views.h"
#include "engine/domain/settings_fields.h"
#include "engine/domain/wait_code.h"

namespace fairlead {

// Tenants as clients see them.

/// Ready jobs of a tenant that one thing keeps from starting, whatever their turn.
struct TenantHold
{
    /// Paused, QueueNotConfigured, QueueUnserved, TenantRate, TenantAtCap or GateShut.
    WaitCode kind = WaitCode::Unknown;
    std::string gate {}; ///< of GateShut: kind of the layer, as LayerView::kind
    std::int64_t jobs = 0; ///< ready ones; each is counted once, at the first thing that holds it
    std::optional<QueueName> queue {}; ///< in which they wait; empty: in several
    std::optional<TimePoint> until {}; ///< the earliest next start; empty: not known
};

template <>
struct Fields<TenantHold>
{
    static constexpr std::string_view name = "TenantHold";
    static constexpr auto all = std::tuple(Field {"kind", &TenantHold::kind,
                                               "paused, queue_not_configured, queue_unserved, tenant_rate, "
                                               "tenant_at_cap or gate_shut"},
        Field {"gate", &TenantHold::gate, "the layer of gate_shut: rate_limit, concurrency_limit or circuit_breaker",
            {.whenEmpty = WhenEmpty::LeftOut}},
        Field {"jobs", &TenantHold::jobs, "ready jobs that it keeps from starting"},
        Field {"queue", &TenantHold::queue, "in which they wait; absent: in several"},
        Field {
            "until", &TenantHold::until, "the earliest next start; null: not known", {.whenEmpty = WhenEmpty::Null}});
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
    /// The time since which its oldest ready job waits that is not paused; empty: none waits.
    std::optional<TimePoint> oldestReady {};
    std::vector<TenantHold> held {}; ///< the one of the most jobs first
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
        Field {"last_minute", &TenantView::lastMinute, "in the last minute"},
        Field {"oldest_ready", &TenantView::oldestReady,
            "since when the job waits that has waited longest; paused jobs do not count",
            {.whenEmpty = WhenEmpty::Null}},
        Field {"held", &TenantView::held, "what keeps its ready jobs from starting; the most jobs first"});
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

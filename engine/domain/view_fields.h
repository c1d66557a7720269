// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/field.h"
#include "engine/domain/settings_fields.h"
#include "engine/domain/views.h"

namespace fairlead {

// The members of queues, tenants, workers and the engine, as clients see them.

template <>
struct Fields<Quantiles>
{
    static constexpr std::string_view name = "Quantiles";
    static constexpr auto all = std::tuple(Field {"count", &Quantiles::count, "runs"},
        Field {"p50", &Quantiles::p50, "microseconds"}, Field {"p95", &Quantiles::p95, "microseconds"},
        Field {"p99", &Quantiles::p99, "microseconds"}, Field {"max", &Quantiles::max, "microseconds"});
};

template <>
struct Fields<FlowCounts>
{
    static constexpr std::string_view name = "FlowCounts";
    static constexpr auto all = std::tuple(Field {"accepted", &FlowCounts::accepted, "jobs accepted"},
        Field {"started", &FlowCounts::started, "runs started"},
        Field {"succeeded", &FlowCounts::succeeded, "jobs that succeeded"},
        Field {"failed", &FlowCounts::failed, "runs after which another attempt follows"},
        Field {"dead", &FlowCounts::dead, "jobs that died"},
        Field {"expired", &FlowCounts::expired, "jobs that expired"},
        Field {"cancelled", &FlowCounts::cancelled, "jobs that were cancelled"},
        Field {"worker_time_us", &FlowCounts::workerTime, "microseconds of workers"});
};

template <>
struct Fields<Pause>
{
    static constexpr std::string_view name = "Pause";
    static constexpr auto all = std::tuple(Field {"who", &Pause::who, "who paused"},
        Field {"reason", &Pause::why, "the reason given"}, Field {"queue", &Pause::queue, "what is paused"},
        Field {"tenant", &Pause::tenant, "whose jobs are paused"}, Field {"since", &Pause::since, "since when"});
};

template <>
struct Fields<LayerView::Asked>
{
    static constexpr auto all = std::tuple(Field {"hits", &LayerView::Asked::hits, "results found in the cache"},
        Field {"misses", &LayerView::Asked::misses, "results not found in the cache"});
};

template <>
struct Fields<LayerView>
{
    static constexpr std::string_view name = "Layer";
    static constexpr auto all =
        std::tuple(Field {"kind", &LayerView::kind,
                       "rate_limit, concurrency_limit, timeout, retry, load_shed, circuit_breaker or cache"},
            Field {"settings", &LayerView::settings, "for people"},
            Field {"under_way", &LayerView::underWay, "runs under a concurrency limit, over all queues that share it"},
            Inline {&LayerView::asked},
            Field {"open", &LayerView::open, "targets whose circuit breaker is open or half open",
                {.whenEmpty = WhenEmpty::LeftOut}});
};

template <>
struct Fields<QueueView>
{
    static constexpr std::string_view name = "Queue";
    static constexpr auto all = std::tuple(Field {"queue", &QueueView::queue, "its name", {.isRequired = true}},
        Field {"handler", &QueueView::handler, "process, plugin, http, function or pull"},
        Field {"weight", &QueueView::weight, "its share beside the other queues'"},
        Field {"workers_max", &QueueView::workersMax, "runs at once at most, at present; 0: all workers"},
        Field {"scaling", &QueueView::scaling, "who chose workers_max: auto or hand; absent: the configuration",
            {.whenEmpty = WhenEmpty::LeftOut}},
        Field {"running", &QueueView::running, "runs under way"}, Field {"counts", &QueueView::counts, "jobs by state"},
        Field {"paused", &QueueView::pause, "its pause, or null", {.whenEmpty = WhenEmpty::Null}},
        Field {"layers", &QueueView::layers, "its own layers, the outermost first", {.whenEmpty = WhenEmpty::LeftOut}},
        Field {"oldest_ready", &QueueView::oldestReady, "since when the job waits that has waited longest",
            {.whenEmpty = WhenEmpty::Null}},
        Field {"queue_time_us", &QueueView::queueTime, "from ready to start, of the last 15 minutes"},
        Field {"run_time_us", &QueueView::runTime, "worker time of a run, of the last 15 minutes"},
        Field {"totals", &QueueView::totals, "since the engine's start"});
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
        Field {"worker_time_us", &TenantView::workerTime, "since the engine's start"});
};

template <>
struct Fields<WorkerView>
{
    static constexpr std::string_view name = "Worker";
    static constexpr auto all = std::tuple(Field {"worker", &WorkerView::worker, "its name"},
        Field {"state", &WorkerView::state, "idle or busy"}, Field {"job", &WorkerView::job, "that it runs"},
        Field {"queue", &WorkerView::queue, "of that job"}, Field {"tenant", &WorkerView::tenant, "of that job"},
        Field {"since", &WorkerView::since, "start of that run", {.whenEmpty = WhenEmpty::Null}},
        Field {"processed", &WorkerView::processed, "runs ended"}, Field {"failed", &WorkerView::failed, "runs failed"},
        Field {"retried", &WorkerView::retried, "failed runs after which another attempt followed"},
        Field {"mailbox", &WorkerView::mailbox, "jobs given to it beside the one that it runs"});
};

template <>
struct Fields<StatusView>
{
    static constexpr std::string_view name = "Status";
    static constexpr auto all = std::tuple(Field {"version", &StatusView::version, "of the engine"},
        Field {"state", &StatusView::state, "running, paused, draining or stopping"},
        Field {"pid", &StatusView::pid, "process id"}, Field {"data_dir", &StatusView::dataDir, "where the store lies"},
        Field {"store", &StatusView::store, "such as \"sqlite 3.40.1\""},
        Field {"durability", &StatusView::durability, "full, relaxed or none"},
        Field {"started_at", &StatusView::startedAt, "start of the engine"},
        Field {"workers", &StatusView::workers, "there are"}, Field {"busy", &StatusView::busy, "workers with a run"},
        Field {"enqueued", &StatusView::enqueued, "jobs accepted since the start"},
        Field {"finished", &StatusView::finished, "jobs ended since the start"},
        Field {"counts", &StatusView::counts, "jobs by state"},
        Field {"paused", &StatusView::pause, "the engine's pause, or null", {.whenEmpty = WhenEmpty::Null}},
        Field {"pauses", &StatusView::pauses, "all pauses there are, the engine's first"});
};

template <>
struct Fields<VerifyReport>
{
    static constexpr std::string_view name = "VerifyReport";
    static constexpr auto all = std::tuple(
        Derived {"ok", [](const VerifyReport &report) { return report.problems.empty(); }, "whether it is sound"},
        Field {"jobs_checked", &VerifyReport::jobsChecked, "jobs looked at"},
        Field {"problems", &VerifyReport::problems, "at most 100; empty: sound"});
};

template <>
struct Fields<BackupReport>
{
    static constexpr std::string_view name = "BackupReport";
    static constexpr auto all = std::tuple(Field {"file", &BackupReport::file, "the copy"},
        Field {"bytes", &BackupReport::bytes, "its size"}, Inline {&BackupReport::verified});
};

template <>
struct Fields<ConfigEntry>
{
    static constexpr std::string_view name = "ConfigEntry";
    static constexpr auto all = std::tuple(Field {"key", &ConfigEntry::key, "such as queue.thumbnails.workers"},
        Field {"value", &ConfigEntry::value, "as the file would say it; *** for a secret"},
        Field {"source", &ConfigEntry::source, "FILE:LINE, \"command line\", \"default\" or \"program\""});
};

template <>
struct Fields<ReloadReport>
{
    static constexpr std::string_view name = "ReloadReport";
    static constexpr auto all = std::tuple(
        Field {"applied", &ReloadReport::applied, "keys whose new value is in force"},
        Field {"overruled", &ReloadReport::overruled, "keys of tenants of whom an operator's setting counts instead"},
        Field {"after_restart", &ReloadReport::afterRestart, "keys whose new value waits for the next start"});
};

} // namespace fairlead

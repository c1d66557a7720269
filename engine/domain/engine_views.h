// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/enum_names.h"
#include "engine/domain/queue_views.h"

namespace fairlead {

// The engine, its workers and its upkeep as clients see them.

enum class WorkerState { Idle, Busy, Unknown };
template <>
struct EnumNames<WorkerState>
{
    static constexpr std::array<std::string_view, 2> all {"idle", "busy"};
    static constexpr WorkerState unknown = WorkerState::Unknown;
};

struct WorkerView
{
    std::string worker;
    WorkerState state = WorkerState::Idle;
    std::optional<JobId> job;
    std::optional<QueueName> queue;
    std::optional<TenantName> tenant;
    std::optional<TimePoint> since;
    std::int64_t processed = 0;
    std::int64_t failed = 0;
    std::int64_t retried = 0; ///< of the failed: another attempt followed
    int mailbox = 0; ///< jobs in its mailbox or reserved for it, without the running one
    Quantiles runTime {}; ///< worker time of each run, of the last 15 minutes
};

template <>
struct Fields<WorkerView>
{
    static constexpr std::string_view name = "Worker";
    static constexpr auto all = std::tuple(Field {"worker", &WorkerView::worker, "its name"},
        Field {"state", &WorkerView::state, "whether it has a run"}, Field {"job", &WorkerView::job, "that it runs"},
        Field {"queue", &WorkerView::queue, "of that job"}, Field {"tenant", &WorkerView::tenant, "of that job"},
        Field {"since", &WorkerView::since, "start of that run", {.whenEmpty = WhenEmpty::Null}},
        Field {"processed", &WorkerView::processed, "runs ended"}, Field {"failed", &WorkerView::failed, "runs failed"},
        Field {"retried", &WorkerView::retried, "failed runs after which another attempt followed"},
        Field {"mailbox", &WorkerView::mailbox, "jobs given to it beside the one that it runs"},
        Field {"run_time_us", &WorkerView::runTime, "worker time of a run, of the last 15 minutes"});
};

enum class EngineState {
    Running,
    Paused, ///< as a whole
    Stopping, ///< starts nothing more; also while it drains
    Unknown,
};
template <>
struct EnumNames<EngineState>
{
    static constexpr std::array<std::string_view, 3> all {"running", "paused", "stopping"};
    static constexpr EngineState unknown = EngineState::Unknown;
};

/// The engine's state and figures at a glance.
struct StatusView
{
    std::string version;
    EngineState state = EngineState::Unknown;
    std::int64_t pid = 0;
    std::string dataDir;
    std::string store; ///< "sqlite 3.40.1", "memory"
    std::string durability; ///< "full", "relaxed", "none"
    TimePoint startedAt;
    int workers = 0;
    int busy = 0;
    StateCounts counts {};
    std::int64_t enqueued = 0; ///< since start
    std::int64_t finished = 0; ///< since start
    FlowCounts lastMinute {};
    std::optional<Pause> pause;
    std::vector<Pause> pauses {}; ///< all pauses, the engine's first
    int alertsRaised = 0; ///< as last measured
};

template <>
struct Fields<StatusView>
{
    static constexpr std::string_view name = "Status";
    static constexpr auto all = std::tuple(Field {"version", &StatusView::version, "of the engine"},
        Field {"state", &StatusView::state, "whether it starts jobs"}, Field {"pid", &StatusView::pid, "process id"},
        Field {"data_dir", &StatusView::dataDir, "where the store lies"},
        Field {"store", &StatusView::store, "such as \"sqlite 3.40.1\""},
        Field {"durability", &StatusView::durability, "full, relaxed or none"},
        Field {"started_at", &StatusView::startedAt, "start of the engine"},
        Field {"workers", &StatusView::workers, "there are"}, Field {"busy", &StatusView::busy, "workers with a run"},
        Field {"enqueued", &StatusView::enqueued, "jobs accepted since the start"},
        Field {"finished", &StatusView::finished, "jobs ended since the start"},
        Field {"last_minute", &StatusView::lastMinute, "in the last minute"},
        Field {"counts", &StatusView::counts, "jobs by state"},
        Field {"paused", &StatusView::pause, "the engine's pause, or null", {.whenEmpty = WhenEmpty::Null}},
        Field {"pauses", &StatusView::pauses, "all pauses there are, the engine's first"},
        Field {"alerts_raised", &StatusView::alertsRaised, "alerts that are raised"});
};

/// The result of a check of the store.
struct VerifyReport
{
    std::int64_t jobsChecked = 0;
    std::vector<std::string> problems; ///< at most 100; empty: sound
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

/// The result of a backup: a copy of the store that was checked as a whole.
struct BackupReport
{
    std::string file;
    std::int64_t bytes = 0;
    VerifyReport verified;
};

template <>
struct Fields<BackupReport>
{
    static constexpr std::string_view name = "BackupReport";
    static constexpr auto all = std::tuple(Field {"file", &BackupReport::file, "the copy"},
        Field {"bytes", &BackupReport::bytes, "its size"}, Inline {&BackupReport::verified});
};

/// One key of the configuration in force.
struct ConfigEntry
{
    std::string key; ///< "queue.thumbnails.workers"
    std::string value; ///< as the file would have it; "***" for a secret
    std::string source; ///< "FILE:LINE", "command line", "default" or "program"
};

template <>
struct Fields<ConfigEntry>
{
    static constexpr std::string_view name = "ConfigEntry";
    static constexpr auto all = std::tuple(Field {"key", &ConfigEntry::key, "such as queue.thumbnails.workers"},
        Field {"value", &ConfigEntry::value, "as the file would say it; *** for a secret"},
        Field {"source", &ConfigEntry::source, "FILE:LINE, \"command line\", \"default\" or \"program\""});
};

/// The result of a reload of the configuration.
struct ReloadReport
{
    std::vector<std::string> applied; ///< keys whose new value is in force
    std::vector<std::string> overruled; ///< tenants' keys and queues for which what a call set or made holds instead
    std::vector<std::string> afterRestart; ///< keys whose new value needs a restart
    std::vector<std::string> removed {}; ///< of `applied`, those that there are no more
};

template <>
struct Fields<ReloadReport>
{
    static constexpr std::string_view name = "ReloadReport";
    static constexpr auto all = std::tuple(
        Field {"applied", &ReloadReport::applied, "keys whose new value is in force"},
        Field {"overruled", &ReloadReport::overruled,
            "keys of tenants, and queues, for which what an operator set or made counts instead"},
        Field {"after_restart", &ReloadReport::afterRestart, "keys whose new value waits for the next start"},
        Field {"removed", &ReloadReport::removed, "of the applied keys, queues and settings that there are no more"});
};

} // namespace fairlead

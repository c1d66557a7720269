// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/calls/queue_calls.h"
#include "engine/domain/health.h"

namespace fairlead {

struct GetStatus
{
    using Reply = StatusView;
    static constexpr CallInfo info {
        "engine.show", "GET", "/v1/stats", Role::Viewer, Whose::Engine, "The engine at a glance"};
};
struct ListWorkers
{
    using Reply = std::vector<WorkerView>;
    static constexpr CallInfo info {
        "worker.list", "GET", "/v1/workers", Role::Viewer, Whose::Engine, "Workers and what they do"};
};
/// Starts no job until the engine is resumed. The pause is kept over restarts.
struct PauseEngine
{
    using Reply = StatusView;
    static constexpr CallInfo info {"engine.pause", "POST", "/v1/engine/pause", Role::Operator, Whose::Engine,
        "Start no more jobs at all", {}, "pause"};
    PauseNote note {};
    std::string auditTarget() const { return scopeText({}); }
    std::string auditDetail() const { return note.auditDetail(); }
};
struct ResumeEngine
{
    using Reply = StatusView;
    static constexpr CallInfo info {
        "engine.resume", "POST", "/v1/engine/resume", Role::Operator, Whose::Engine, "Start jobs again", {}, "resume"};
    std::string auditTarget() const { return scopeText({}); }
};
/// Answers, then begins to stop. The stop is done even when the store cannot be written.
struct StopEngine
{
    using Reply = StatusView;
    static constexpr CallInfo info {"engine.stop", "POST", "/v1/engine/stop", Role::Admin, Whose::Engine,
        "Drain or interrupt, then end the engine", {}, "stop", 200, true};
    StopMode mode = StopMode::Drain;
    std::string auditTarget() const { return "engine"; }
    std::string auditDetail() const { return std::string(stopModeName(mode)); }
};
/// Every key of the configuration in force, with the source of its value. Secrets are left out.
struct ListConfiguration
{
    using Reply = std::vector<ConfigEntry>;
    static constexpr CallInfo info {"config.list", "GET", "/v1/config", Role::Admin, Whose::Engine,
        "The configuration in force, and where each value came from"};
};
/// Fails with Invalid and changes nothing when the file has a fault. Fails with Unsupported when there is no file.
struct ReloadConfiguration
{
    using Reply = ReloadReport;
    static constexpr CallInfo info {"config.reload", "POST", "/v1/config/reload", Role::Admin, Whose::Engine,
        "Read the configuration file again: what can change does, the rest is named", {}, "config.reload"};
    std::string auditTarget() const { return "engine"; }
};
struct VerifyStore
{
    using Reply = VerifyReport;
    static constexpr CallInfo info {"store.verify", "GET", "/v1/verify", Role::Viewer, Whose::Engine,
        "Check the whole store", {}, {}, 200, false, true};
};
/// Copies the store, as it is at one moment, to a new file in the engine's folder of backups, and checks the copy.
/// Fails with Invalid (a path outside of that folder, a store in memory), Conflict (the file exists), Io.
struct BackUpStore
{
    using Reply = BackupReport;
    static constexpr CallInfo info {"store.backup", "POST", "/v1/backup", Role::Admin, Whose::Engine,
        "Copy the store to a new file in the engine's folder of backups, and check the copy", {ErrorCode::Conflict},
        "backup", 200, false, true};
    std::string file;
    std::string auditTarget() const { return "store"; }
    std::string auditDetail() const { return file; }
    Result<> check() const
    {
        constexpr std::size_t pathBytesMax = 4096;
        if (file.empty() || file.size() > pathBytesMax || file.find('\0') != std::string::npos)
            return failure(ErrorCode::Invalid, "file: expected the name of a new file");
        return {};
    }
};
struct GetMetrics
{
    using Reply = Raw;
    static constexpr CallInfo info {"metrics.show", "GET", "/metrics", Role::Viewer, Whose::Engine,
        "The engine's figures in Prometheus' text form"};
    static constexpr std::string_view replyType = "text/plain";
    static constexpr Secrecy secrecy = Secrecy::Plain;
};

/// Tells whether the engine takes jobs.
struct HealthView
{
    std::string status;
};
template <>
struct Fields<HealthView>
{
    static constexpr std::string_view name = "Health";
    static constexpr auto all =
        std::tuple(Field {"status", &HealthView::status, "ok, ready or not ready", {.isRequired = true}});
};
struct CheckHealth
{
    using Reply = HealthView;
    static constexpr CallInfo info {
        "health.alive", "GET", "/health", std::nullopt, Whose::Anybody, "The engine is alive"};
};
struct CheckReadiness
{
    using Reply = HealthView;
    static constexpr CallInfo info {
        "health.ready", "GET", "/health/ready", std::nullopt, Whose::Anybody, "The engine takes jobs"};
    static int statusOf(const Reply &reply) { return reply.status == "ready" ? 200 : 503; }
    static constexpr std::array statuses {200, 503};
};
/// The verdict about the engine and its causes. With `tenant` the causes that concern this tenant alone.
struct GetHealth
{
    using Reply = HealthReport;
    static constexpr CallInfo info {"health.show", "GET", "/v1/health", Role::Viewer, Whose::Narrowed,
        "Whether work gets done: a verdict, and what is wrong"};
    std::optional<TenantName> tenant {};
};
/// The document of this interface, OpenAPI 3.1.
struct GetDocument
{
    using Reply = Raw;
    static constexpr CallInfo info {
        "document.show", "GET", "/openapi.json", Role::Viewer, Whose::Anybody, "This document"};
    static constexpr std::string_view replyType = "application/json";
    static constexpr Secrecy secrecy = Secrecy::Plain;
};

template <typename C>
struct NoFields
{
    static constexpr auto all = std::tuple();
};
template <>
struct Fields<GetStatus> : NoFields<GetStatus>
{
};
template <>
struct Fields<ListWorkers> : NoFields<ListWorkers>
{
};
template <>
struct Fields<PauseEngine>
{
    static constexpr auto all = std::tuple(Inline {&PauseEngine::note});
};
template <>
struct Fields<ResumeEngine> : NoFields<ResumeEngine>
{
};
template <>
struct Fields<StopEngine>
{
    static constexpr auto all = std::tuple(
        Field {"mode", &StopEngine::mode, "drain: the runs end first; now: they are interrupted, not counted"});
};
template <>
struct Fields<ListConfiguration> : NoFields<ListConfiguration>
{
};
template <>
struct Fields<ReloadConfiguration> : NoFields<ReloadConfiguration>
{
};
template <>
struct Fields<VerifyStore> : NoFields<VerifyStore>
{
};
template <>
struct Fields<BackUpStore>
{
    static constexpr auto all =
        std::tuple(Field {"file", &BackUpStore::file, "its name in the folder store.backup_dir of the engine's machine",
            {.isRequired = true, .example = "monday.db"}});
};
template <>
struct Fields<GetMetrics> : NoFields<GetMetrics>
{
};
template <>
struct Fields<CheckHealth> : NoFields<CheckHealth>
{
};
template <>
struct Fields<CheckReadiness> : NoFields<CheckReadiness>
{
};
template <>
struct Fields<GetHealth>
{
    static constexpr auto all = std::tuple(Criterion {"tenant", &GetHealth::tenant, "what concerns this tenant alone"});
};
template <>
struct Fields<GetDocument> : NoFields<GetDocument>
{
};

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/assembly/config_table.h"
#include "engine/assembly/engine_config.h"
#include "engine/domain/backoff_parts.h"
#include "engine/domain/settings_fields.h"

namespace fairlead {

// All keys of the configuration file: name, member, meaning, range, and whether a reload changes it at once. Defaults
// are those of the members. Reading, `config show`, the reload and docs/CONFIGURATION.md walk these tables.

constexpr FieldRules within(double least, double most)
{
    return {.least = least, .most = most};
}
constexpr FieldRules timeWithin(std::chrono::milliseconds least, std::chrono::milliseconds most)
{
    return within(static_cast<double>(least.count()), static_cast<double>(most.count()));
}
constexpr FieldRules afterRestart(FieldRules rules = {})
{
    rules.effect = Effect::AfterRestart;
    return rules;
}
constexpr FieldRules needed(FieldRules rules, std::string_view example)
{
    rules.isRequired = true;
    rules.example = example;
    return rules;
}
inline constexpr FieldRules shareRange = within(0, 1);
inline constexpr FieldRules workerRange = within(0, 100'000);
inline constexpr FieldRules depthRange = within(0, 1e12);
inline constexpr FieldRules bytesRules {.isBytes = true};
inline constexpr FieldRules fileRules {.isFile = true};
inline constexpr FieldRules layerTime = timeWithin(std::chrono::milliseconds {1}, std::chrono::hours {24});
inline constexpr auto itself = [](auto &owner) -> decltype(auto) { return (owner); };
/// The member of a member.
constexpr auto partOf(auto outer, auto inner)
{
    return [outer, inner](auto &owner) -> decltype(auto) { return (std::invoke(inner, std::invoke(outer, owner))); };
}

// --- parts of queues -------------------------------------------------------------------------------------------------

template <>
inline constexpr auto configKeys<TenantRules> = limitFields;
template <>
inline constexpr auto configKeys<BackoffParts> = Fields<BackoffParts>::all;
template <>
inline constexpr auto configKeys<Backpressure> = std::tuple(
    Field {"policy", &Backpressure::whenFull, "what happens to a new job"},
    Field {"max_wait", &Backpressure::waitMax, "of wait: how long a sender waits for room at most",
        timeWithin(std::chrono::milliseconds {1}, std::chrono::minutes {1})},
    Field {"high_water", &Backpressure::shedFrom, "of shed_low: share of the limit that the lowest class may fill",
        shareRange});
template <>
inline constexpr auto configKeys<ScalingSettings> = std::tuple(
    Field {"min", &ScalingSettings::workersMin, "workers at least", within(1, queueWorkersMost)},
    Field {"max", &ScalingSettings::workersMax, "workers at most; as min when not given", within(1, queueWorkersMost)},
    Field {"age", &ScalingSettings::ageHigh, "one more worker when the oldest job waits longer"},
    Field {"depth", &ScalingSettings::depthHigh, "one more worker when more jobs wait for each worker", within(1, 1e6)},
    Field {"up_cooldown", &ScalingSettings::upCooldown, "between two steps up at least"},
    Field {"down_cooldown", &ScalingSettings::downCooldown, "one worker less when neither was so for this time"});
void complete(ConfigSection &section, ScalingSettings &scaling);
template <>
inline constexpr auto configKeys<ProcessLimits> = std::tuple(
    Field {"memory", &ProcessLimits::memoryBytes, "address space; 0B: no limit", bytesRules},
    Field {"cpu", &ProcessLimits::cpu, "processor time, in whole seconds; 0s: no limit"},
    Field {"files", &ProcessLimits::files, "files open at once", within(8, 1e6)},
    Field {"processes", &ProcessLimits::processes, "processes of the user; 0: no limit", within(0, 1e6)},
    Field {"file_size", &ProcessLimits::fileBytes, "of one file written; 0B: no limit", bytesRules});

// --- handlers --------------------------------------------------------------------------------------------------------

using Process = ProcessHandlerSettings;
inline constexpr auto runKeys = std::tuple(
    Field {"env", &Process::environment, "variables added to the clean environment", {.secrecy = Secrecy::Secret}},
    Field {"inherit_env", &Process::inheritEnvironment, "names of variables taken over from the engine"},
    Field {"working_directory", &Process::workingDirectory, "\"\": a private folder of the run"},
    Field {"kill_after", &Process::killAfter, "from the signal TERM to KILL"},
    Field {"user", &Process::user, "\"\": that of the engine; another needs an engine that runs as root"},
    Field {"limits", &Process::limits, "limits of each process"});
inline constexpr auto processKeys = std::tuple_cat(
    std::tuple(Field {"command", &Process::command, "program and arguments", needed({}, "[\"gzip\", \"-9\"]")}),
    runKeys);
inline constexpr auto pluginKeys =
    std::tuple_cat(std::tuple(Field {"file", &Process::plugin, "the plugin", needed(fileRules, "libwords.so")},
                       Field {"sha256", &Process::pluginDigest, "digest that the file must have; \"\": any",
                           {.example = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}}),
        runKeys);
using Http = HttpHandlerSettings;
template <>
inline constexpr auto configKeys<Http> = std::tuple(
    Field {"url", &Http::url, "asked for each job", {.example = "https://example.com/hook"}},
    Field {"method", &Http::method, "GET and DELETE send no body"},
    Field {"headers", &Http::headers, "sent with each request to the origin of url", {.secrecy = Secrecy::Secret}},
    Field {"headers_to_any", &Http::sendsHeadersToAny, "headers are sent to the origins that payloads name, too"},
    Field {"secret_file", &Http::secretFile, "one Standard Webhooks secret a line; \"\": requests are not signed",
        fileRules},
    Field {"allow", &Http::allow, "\"CIDR:port\" that may be reached although it is not public",
        {.example = "[\"10.0.0.0/8:8080\"]"}},
    Field {"url_from_payload", &Http::isUrlFromPayload, "a member url of the payload takes the place of url"},
    Field {"max_answer", &Http::answerBytesMax, "kept of an answer's body", bytesRules},
    Field {"spawn", &Http::maySpawn, "a member spawn of an answer leaves jobs behind"});
void complete(ConfigSection &section, const Http &http);
inline constexpr FieldSpec handlerKindKey {"kind", "kind of the handler", {.isRequired = true}};

template <>
struct ConfigForm<HandlerSettings>
{
    static void readIn(ConfigSection &section, const FieldSpec &spec, HandlerSettings &handler);
    template <typename Settings, typename Visit>
    static void eachIn(const KeyPlace &place, Settings &handler, const Visit &visit)
    {
        const auto visitKeys = [&](const auto &table, auto &settings) {
            eachKeyOf(table, {place.at, {}}, settings, std::remove_cvref_t<decltype(settings)> {}, visit);
        };
        visit({place.at, {}}, handlerKindKey, handlerKind(handler), HandlerKind::Function);
        if (auto *http = std::get_if<Http>(&handler))
            visitKeys(configKeys<Http>, *http);
        else if (auto *process = std::get_if<Process>(&handler); process && process->plugin.empty())
            visitKeys(processKeys, *process);
        else if (process)
            visitKeys(pluginKeys, *process);
    }
};
template <>
struct ConfigForm<RetryPolicy>
{
    static std::string kind(const FieldSpec &) { return "a table"; }
    static void readIn(ConfigSection &section, const FieldSpec &spec, RetryPolicy &policy);
    /// As in JSON.
    static std::string write(const RetryPolicy &policy, const FieldSpec &);
};
template <>
struct ConfigForm<BackoffParts::Jitter>
{
    static std::string kind(const FieldSpec &) { return "a duration, or a number from 0 to 1"; }
    static Result<BackoffParts::Jitter> read(const toml::node &node, const FieldSpec &spec);
    static std::string write(const BackoffParts::Jitter &, const FieldSpec &) { return "none"; }
};

// --- layers ----------------------------------------------------------------------------------------------------------

inline constexpr auto perQueueOrTenant = [](auto &scope) { return EitherName {scope.isPerTenant, "queue", "tenant"}; };
template <>
inline constexpr auto configKeys<GateScope> = std::tuple(
    Field {"per", perQueueOrTenant, "all runs together, or each tenant's by themselves"},
    Field {"name", &GateScope::name, "queues that give the same name share it; \"\": the queue's own"});
template <>
inline constexpr auto configKeys<RateLimitSettings> = std::tuple(
    Field {"per_second", partOf(&RateLimitSettings::rate, &Rate::perSecond), "runs that begin in a second",
        needed(within(1e-6, 1e6), "50")},
    Field {"burst", partOf(&RateLimitSettings::rate, &Rate::burst),
        "at once after a pause; one second's worth when not given", within(1, 1e9)},
    Inline {&RateLimitSettings::scope});
void complete(ConfigSection &section, RateLimitSettings &limit);
template <>
inline constexpr auto configKeys<ConcurrencyLimitSettings> = std::tuple(
    Field {"most", &ConcurrencyLimitSettings::most, "runs at once", needed(within(1, 1e6), "10")},
    Inline {&ConcurrencyLimitSettings::scope});
template <>
inline constexpr auto configKeys<TimeoutSettings> = std::tuple(
    Field {"after", &TimeoutSettings::after, "the longest run", needed(layerTime, "30s")});
template <>
inline constexpr auto configKeys<RetrySettings> = std::tuple(
    Field {"times", &RetrySettings::times, "at most, after the first try", within(1, 10)},
    Field {"pause", &RetrySettings::pause, "before the second try; doubled before each further one",
        timeWithin(std::chrono::milliseconds {1}, std::chrono::seconds {10})});
template <>
inline constexpr auto configKeys<LoadShedSettings> = std::tuple(
    Field {"retry_after", &LoadShedSettings::retryAfter, "until a run that was sent back may start again", layerTime});
using Breaker = CircuitBreakerSettings;
template <>
inline constexpr auto configKeys<Breaker> = std::tuple(
    Field {"window", &Breaker::window, "the last runs looked at", within(1, Breaker::windowMost)},
    Field {"failures", &Breaker::failures, "of these open it; at most window", within(1, Breaker::windowMost)},
    Field {"open_for", &Breaker::openFor, "until a run may try again", layerTime},
    Field {"per", &Breaker::per, "the targets that are told apart"});
void complete(ConfigSection &section, Breaker &breaker);
template <>
inline constexpr auto configKeys<CacheSettings> = std::tuple(
    Field {"ttl", &CacheSettings::ttl, "so long a result is kept", layerTime},
    Field {"most", &CacheSettings::entriesMax, "results kept", within(1, 1e6)},
    Field {"max_bytes", &CacheSettings::bytesMax, "of all its results", bytesRules}, Inline {&CacheSettings::scope});
template <>
struct ConfigForm<std::vector<LayerSettings>>
{
    static std::string kind(const FieldSpec &) { return "a list of tables"; }
    static void readIn(ConfigSection &section, const FieldSpec &spec, std::vector<LayerSettings> &layers);
    /// For people; the layers around every handler come first.
    static std::string write(const std::vector<LayerSettings> &layers, const FieldSpec &spec);
};
/// The name by which queues share a layer; empty: they do not.
std::string sharedNameOf(const LayerSettings &layer);
/// The first gate whose name stands in several queues, but not with the same settings.
std::optional<std::string> unlikeGate(const std::vector<QueueSettings> &queues);

// --- queues, plans, tenants ------------------------------------------------------------------------------------------

using Queue = QueueSettings;
template <>
inline constexpr auto commonKeys<Queue> = std::tuple(
    Field {"workers", &Queue::workersMax, "runs at once at most; 0: all workers", workerRange},
    Field {"weight", &Queue::weight, "its share beside the other queues'", within(weightMin, weightMax)},
    Field {"priority", &Queue::priorityOrder,
        "a tenant's higher class first, a higher class of anybody first, or each class its share"},
    Field {"cost", &Queue::costMode, "what a run is charged: 1, the job's own cost, or its time"},
    Field {"mailbox", &Queue::mailbox, "jobs that a worker may hold, the running one included", within(1, mailboxMost)},
    Field {"crash_limit", &Queue::crashLimit, "runs that took the engine down, then the job is dead", within(1, 1000)},
    Field {"lease", &Queue::lease, "of a pull handler: the time until a renewal", {.least = 1000}},
    Field {"max_depth", &Queue::depthMax, "jobs waiting; 0: no limit", depthRange},
    Field {"max_bytes", &Queue::bytesMax, "of payloads waiting; 0B: no limit", bytesRules},
    Field {"retry_budget", &Queue::retryShare, "share of runs that may be retries; 1: no limit", shareRange},
    Field {"backpressure", &Queue::backpressure, "what happens to a job when a limit is reached"},
    Field {"autoscale", &Queue::scaling, "instead of workers; not with a pull handler", {.whenEmpty = WhenEmpty::Null}},
    Field {"max_attempts", partOf(&Queue::defaults, &JobDefaults::maxAttempts), "attempts of a job that does not say",
        within(1, JobLimits {}.maxAttemptsMax)},
    Field {"timeout", partOf(&Queue::defaults, &JobDefaults::timeout), "of a run, when the job does not say",
        timeWithin(std::chrono::milliseconds {1}, std::chrono::floor<std::chrono::milliseconds>(timeoutMax))},
    Field {"backoff", partOf(&Queue::defaults, &JobDefaults::retry),
        "the wait before the next attempt, when the job does not say"},
    Field {"redact", &Queue::redact,
        "JSON pointers to secrets in payloads and results, at most 32: [SECURE.md](SECURE.md)",
        {.example = R"(["/card/number"])"}},
    Field {"log", &Queue::log, "the runs whose lines are kept: [SEMANTICS.md](SEMANTICS.md#the-log-of-a-run)"},
    Field {"layers", &Queue::layers, "around the handler, the outermost first: [LAYERS.md](LAYERS.md)"});
template <>
inline constexpr auto configKeys<Queue> = std::tuple_cat(
    commonKeys<Queue>, std::tuple(Field {"handler", &Queue::handler, "runs the jobs"}));
void complete(ConfigSection &section, Queue &queue);
template <>
inline constexpr auto configKeys<PlanSettings> = std::tuple(Inline {&PlanSettings::rules});
template <>
inline constexpr auto configKeys<TenantSettings> = std::tuple(
    Field {"plan", &TenantSettings::plan, "a [plan.NAME], whose limits count where the tenant has none",
        {.whenEmpty = WhenEmpty::LeftOut}},
    Inline {&TenantSettings::rules});

// --- the engine ------------------------------------------------------------------------------------------------------

template <>
inline constexpr auto configKeys<EngineSettings> = std::tuple(
    Field {"workers", &EngineSettings::workers, "0: number of cores", afterRestart(workerRange)},
    Field {"threads", &EngineSettings::threads, "0: number of cores", afterRestart(within(0, 1024))},
    Field {"policy", &EngineSettings::policy, "fifo: in order of arrival, for comparison", afterRestart()},
    Field {"window", &EngineSettings::windowPerLane, "ready jobs of one tenant, queue and priority kept in memory",
        afterRestart(within(2, 1e6))},
    Field {"drain_limit", &EngineSettings::drainLimit, "how long a drain waits for runs before it cuts them"},
    Field {"max_payload", partOf(&EngineSettings::jobLimits, &JobLimits::payloadBytesMax), "of one job",
        afterRestart(bytesRules)},
    Field {"max_result", partOf(&EngineSettings::jobLimits, &JobLimits::resultBytesMax),
        "of one job; a larger one is refused from a worker elsewhere, and cut from a local handler",
        afterRestart(bytesRules)},
    Field {"max_depth", &EngineSettings::depthMax, "jobs waiting in all queues; 0: no limit", depthRange},
    Field {"max_bytes", &EngineSettings::bytesMax, "of payloads waiting in all queues; 0B: no limit", bytesRules},
    Field {"room", &EngineSettings::room,
        "fair: a tenant fills a share of max_depth and max_bytes, of queues too; first_come: all of them"});
using Health = HealthSettings;
inline constexpr FieldRules concernTime = timeWithin(std::chrono::milliseconds {1}, std::chrono::hours {24 * 365});
template <>
inline constexpr auto configKeys<Health> = std::tuple(
    Field {"unserved", &Health::unserved, "jobs of a queue wait, and no worker has asked for them", concernTime},
    Field {"oldest", &Health::oldest, "wait of the oldest job that may start", concernTime},
    Field {"held", &Health::held, "wait of the oldest job behind a gate that is shut", concernTime},
    Field {"pause", &Health::pause, "age of a pause", concernTime},
    Field {"arrivals", &Health::arrivals, "jobs that come for each that leaves, in 15 minutes", within(1, 1e6)},
    Field {"backlog", &Health::backlog, "work that waits, below which arrivals above departures do not count",
        concernTime},
    Field {"failures", &Health::failures, "share of runs that fail, in 15 minutes", shareRange},
    Field {"dead_letters", &Health::deaths, "of a queue, in 15 minutes", within(1, 1e9)},
    Field {"share", &Health::share, "part of its fair share that a tenant gets at least", shareRange},
    Field {"full", &Health::full, "of a limit of waiting jobs or bytes; a lone tenant fills 8/9", shareRange},
    Field {"disk", &Health::diskBytes, "that new jobs may still take", bytesRules},
    Field {"commit", &Health::commit, "99th percentile of the store's commits", concernTime},
    Field {"clock_step", &Health::clockStep, "a step of the clock, in 15 minutes", concernTime},
    Field {"lost_leases", &Health::lostLeases, "of a queue without an answer, in 15 minutes", within(1, 1e6)},
    Field {"restarts", &Health::restarts, "of the engine, in 15 minutes", within(1, 1e6)});
inline constexpr auto groupCommitKeys =
    std::tuple(Field {"max_jobs", &EngineSettings::groupCommitJobsMax,
                   "new jobs in one commit; of runs begun or ended twice as many", afterRestart(within(1, 100'000))},
        Field {"max_delay", &EngineSettings::groupCommitDelayMax, "how long a commit waits for more", afterRestart()});
inline constexpr auto fullOrRelaxed = [](auto &store) { return EitherName {store.isRelaxed, "full", "relaxed"}; };
template <>
inline constexpr auto configKeys<StoreConfig> = std::tuple(
    Field {"url", &StoreConfig::url,
        "sqlite:FILE in the data folder, or memory:", afterRestart({.example = "sqlite:jobs.db"})},
    Field {"durability", fullOrRelaxed, "relaxed may lose the last moments at a power cut", afterRestart()},
    Field {"min_free_space", &StoreConfig::freeBytesMin, "with less left on the disk no new jobs are taken",
        afterRestart(bytesRules)},
    Field {"ballast", &StoreConfig::ballastBytes, "kept back, so that runs can be ended on a full disk; 0B: none",
        afterRestart(bytesRules)},
    Field {"backup_dir", &StoreConfig::backupDir, "all backups are made below it; in the data folder, unless absolute",
        afterRestart({.example = "/var/backups/fairlead"})});
void complete(ConfigSection &section, const StoreConfig &store);
template <>
inline constexpr auto configKeys<HttpConfig> = std::tuple(
    Field {
        "listen", &HttpConfig::listen, "address and port; \"\": no HTTP", afterRestart({.example = "127.0.0.1:8421"})},
    Field {"hosts", &HttpConfig::hosts, "further names that the Host header may have", afterRestart()},
    Field {"max_connections", &HttpConfig::connectionsMax, "connections at once", afterRestart(within(1, 100'000))},
    Field {"max_waits", &HttpConfig::waitsMax, "long polls and event streams at once of one token, and of one address",
        afterRestart(within(1, 100'000))},
    Field {"tls_certificate", &HttpConfig::tlsCertificate, "chain in PEM; \"\": no TLS", afterRestart(fileRules)},
    Field {"tls_key", &HttpConfig::tlsKey, "its private key, which only its owner may read", afterRestart(fileRules)});
void complete(ConfigSection &section, const HttpConfig &http);
inline constexpr auto logKeys = std::tuple(Field {"level", &EngineConfig::logLevel, "the least that is logged"},
    Field {"statistics", &EngineConfig::statisticsEvery,
        "so often a line for each queue and each worker that ran something; 0s: never", afterRestart()});
template <>
inline constexpr auto configKeys<EngineConfig> = std::tuple(Section {"engine", &EngineConfig::engine},
    Section {"store", &EngineConfig::store},
    Section {"store", &EngineConfig::engine, std::tuple(Section {"group_commit", itself, groupCommitKeys})},
    Section {"http", &EngineConfig::http}, Section {"log", itself, logKeys},
    Section {"health", partOf(&EngineConfig::engine, &EngineSettings::health)},
    Derived {"data_dir", [](const EngineConfig &config) { return config.dataDir; }, "made when it does not exist"},
    NamedTables {"queue", partOf(&EngineConfig::engine, &EngineSettings::queues), "defaults"},
    NamedTables {"plan", partOf(&EngineConfig::engine, &EngineSettings::plans)},
    NamedTables {"tenant", partOf(&EngineConfig::engine, &EngineSettings::tenants)});
void complete(ConfigSection &root, EngineConfig &config);

} // namespace fairlead

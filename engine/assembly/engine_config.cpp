// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/engine_config.h"

#include "engine/assembly/layer_config.h"
#include "engine/handlers/http_handler.h"

#include <filesystem>

namespace fairlead {

namespace {
constexpr std::size_t fileBytesMax = 4 * 1024 * 1024;
constexpr std::int64_t depthMost = 1'000'000'000'000;

RetryPolicy::Jitter readJitter(ConfigSection &section)
{
    if (!section.has("jitter"))
        return RetryPolicy::NoJitter {};
    if (section.isText("jitter"))
        return RetryPolicy::AdditiveJitter {section.duration("jitter").value_or(Microseconds {0})};
    return RetryPolicy::ProportionalJitter {section.number("jitter", 0, 1).value_or(0)};
}

RetryPolicy::Kind readBackoffKind(ConfigSection &section, std::size_t kind)
{
    using std::chrono::seconds;
    const auto time = [&](const char *key) { return section.duration(key).value_or(seconds {1}); };
    switch (kind) {
    case 0:
        return RetryPolicy::Fixed {time("base")};
    case 1: {
        const Microseconds base = time("base");
        return RetryPolicy::Linear {base, section.has("step") ? time("step") : base};
    }
    case 3:
        return RetryPolicy::Fibonacci {time("base")};
    case 4:
        return RetryPolicy::Custom {section.durations("delays").value_or(std::vector<Microseconds> {seconds {1}})};
    default:
        return RetryPolicy::Exponential {time("base"), section.number("factor", 1, 1000).value_or(2.0)};
    }
}

void readBackoff(ConfigSection &parent, RetryPolicy &policy)
{
    std::optional<ConfigSection> section = parent.section("backoff");
    if (!section)
        return;
    const std::size_t kind =
        section->choice("kind", {"fixed", "linear", "exponential", "fibonacci", "custom"}).value_or(2);
    const RetryPolicy::Kind how = readBackoffKind(*section, kind);
    const Microseconds cap = section->duration("cap").value_or(RetryPolicy().cap());
    const Result<RetryPolicy> made = RetryPolicy::make(how, cap, readJitter(*section));
    if (made)
        policy = *made;
    else
        parent.fault("backoff", made.error().text);
    section->finish();
}

void readLimits(ConfigSection &parent, ProcessLimits &limits)
{
    std::optional<ConfigSection> section = parent.section("limits");
    if (!section)
        return;
    take(limits.memoryBytes, section->size("memory"));
    take(limits.cpu, section->duration("cpu"));
    take(limits.files, section->integer("files", 8, 1'000'000));
    take(limits.processes, section->integer("processes", 0, 1'000'000));
    take(limits.fileBytes, section->size("file_size"));
    section->finish();
}

void readPlugin(ConfigSection &section, ProcessHandlerSettings &process)
{
    take(process.plugin, section.text("file"));
    if (process.plugin.empty())
        section.fault("file", R"(expected the file of a plugin, such as "libwords.so")");
    process.command = {pluginRunner, process.plugin};
    if (const std::optional<std::string> digest = section.text("sha256")) {
        if (digest->size() != 64 || digest->find_first_not_of("0123456789abcdef") != std::string::npos)
            section.fault("sha256", "expected 64 hexadecimal digits, as sha256sum prints them");
        process.command.push_back(*digest);
    }
}

ProcessHandlerSettings readProcess(ConfigSection &section, bool isPlugin)
{
    ProcessHandlerSettings process;
    if (isPlugin)
        readPlugin(section, process);
    else
        process.command = section.texts("command").value_or(std::vector<std::string> {});
    if (process.command.empty())
        section.fault("command", R"(expected a program and its arguments, such as ["gzip", "-9"])");
    take(process.inheritEnvironment, section.texts("inherit_env"));
    take(process.workingDirectory, section.text("working_directory"));
    take(process.killAfter, section.duration("kill_after"));
    take(process.user, section.text("user"));
    readLimits(section, process.limits);
    if (std::optional<ConfigSection> env = section.section("env")) {
        for (const std::string &name : env->sectionNames())
            process.environment[name] = env->text(name).value_or("");
    }
    return process;
}

HttpHandlerSettings readHttpHandler(ConfigSection &section)
{
    HttpHandlerSettings http;
    take(http.isUrlFromPayload, section.boolean("url_from_payload"));
    take(http.url, section.text("url"));
    if (!http.isUrlFromPayload || section.has("url")) {
        if (const Result<> checked = checkHttpUrl(http.url); !checked)
            section.fault("url", checked.error().text);
    }
    take(http.method, section.choice("method", {"POST", "PUT", "PATCH", "GET", "DELETE"}));
    if (std::optional<ConfigSection> headers = section.section("headers")) {
        for (const std::string &name : headers->sectionNames()) {
            http.headers[name] = headers->text(name).value_or("");
            if (const Result<> checked = checkHttpHeader(name, http.headers[name]); !checked)
                headers->fault(name, checked.error().text);
        }
    }
    take(http.secretFile, section.text("secret_file"));
    take(http.allow, section.texts("allow"));
    for (const std::string &rule : http.allow) {
        if (const Result<AddressRule> checked = AddressRule::parse(rule); !checked)
            section.fault("allow", checked.error().text);
    }
    take(http.answerBytesMax, section.size("max_answer"));
    take(http.maySpawn, section.boolean("spawn"));
    return http;
}

void readHandler(ConfigSection &parent, QueueSettings &queue)
{
    std::optional<ConfigSection> section = parent.section("handler");
    if (!section) {
        if (!parent.has("handler"))
            parent.fault("handler", R"(expected a table such as { kind = "process", command = ["gzip", "-9"] })");
        return;
    }
    const std::optional<std::size_t> kind = section->choice("kind", {"process", "function", "http", "pull", "plugin"});
    const bool isPlugin = kind == std::size_t {4};
    if (isPlugin || kind == std::size_t {0})
        queue.handler = readProcess(*section, isPlugin);
    else if (kind == std::size_t {2})
        queue.handler = readHttpHandler(*section);
    else if (kind == std::size_t {3})
        queue.handler = PullHandlerSettings {};
    else if (!section->has("kind"))
        section->fault("kind", R"(expected "process", "http", "pull", "plugin" or "function")");
    if (kind)
        section->finish();
}

std::optional<Backpressure> readBackpressure(ConfigSection &parent)
{
    std::optional<ConfigSection> section = parent.section("backpressure");
    if (!section)
        return std::nullopt;
    Backpressure backpressure;
    take(
        backpressure.whenFull, section->choice("policy", {"reject", "drop_oldest", "drop_newest", "wait", "shed_low"}));
    take(backpressure.waitMax, section->duration("max_wait"));
    if (backpressure.waitMax < std::chrono::milliseconds {1} || backpressure.waitMax > waitMost)
        section->fault("max_wait", R"(expected a duration from "1ms" to "1m")");
    take(backpressure.shedFrom, section->number("high_water", 0, 1));
    section->finish();
    return backpressure;
}

std::optional<ScalingSettings> readScaling(ConfigSection &parent)
{
    std::optional<ConfigSection> section = parent.section("autoscale");
    if (!section)
        return std::nullopt;
    ScalingSettings scaling;
    take(scaling.workersMin, section->integer("min", 1, queueWorkersMost));
    scaling.workersMax = scaling.workersMin;
    take(scaling.workersMax, section->integer("max", 1, queueWorkersMost));
    if (scaling.workersMax < scaling.workersMin)
        section->fault("max", "expected at least as many as min");
    take(scaling.ageHigh, section->duration("age"));
    take(scaling.depthHigh, section->integer("depth", 1, 1'000'000));
    take(scaling.upCooldown, section->duration("up_cooldown"));
    take(scaling.downCooldown, section->duration("down_cooldown"));
    section->finish();
    return scaling;
}

/// What may stand in [defaults] as well as in [queue.x].
void readQueueKeys(ConfigSection &section, QueueSettings &queue)
{
    take(queue.workersMax, section.integer("workers", 0, 100'000));
    take(queue.weight, section.number("weight", weightMin, weightMax));
    if (const auto mode = section.choice("priority", {"strict", "weighted"}))
        queue.priorityMode = *mode == 0 ? PriorityMode::Strict : PriorityMode::Weighted;
    if (const auto mode = section.choice("cost", {"fixed", "declared", "measured"}))
        queue.costMode = static_cast<CostMode>(*mode);
    take(queue.mailbox, section.integer("mailbox", 1, 64));
    take(queue.crashLimit, section.integer("crash_limit", 1, 1000));
    take(queue.lease, section.duration("lease"));
    take(queue.depthMax, section.integer("max_depth", 0, depthMost));
    take(queue.bytesMax, section.size("max_bytes"));
    if (std::optional<ScalingSettings> scaling = readScaling(section))
        queue.scaling = scaling;
    take(queue.retryShare, section.number("retry_budget", 0, 1));
    queue.backpressure = readBackpressure(section).value_or(queue.backpressure);
    if (queue.lease < std::chrono::seconds {1})
        section.fault("lease", R"(expected a duration of at least "1s")");
    take(queue.defaults.maxAttempts, section.integer("max_attempts", 1, 1000));
    take(queue.defaults.timeout, section.duration("timeout"));
    if (queue.defaults.timeout < std::chrono::milliseconds {1})
        section.fault("timeout", R"(expected a duration of at least "1ms")");
    readBackoff(section, queue.defaults.retry);
    take(queue.layers, readLayers(section));
}

void readEngine(ConfigSection &root, EngineConfig &config)
{
    if (std::optional<ConfigSection> section = root.section("engine")) {
        take(config.engine.workers, section->integer("workers", 0, 100'000));
        take(config.engine.threads, section->integer("threads", 0, 1024));
        take(config.engine.drainLimit, section->duration("drain_limit"));
        take(config.engine.windowPerLane, section->integer("window", 2, 1'000'000));
        if (const auto policy = section->choice("policy", {"fair", "fifo"}))
            config.engine.policy = *policy == 0 ? DispatchPolicy::Fair : DispatchPolicy::Fifo;
        take(config.engine.depthMax, section->integer("max_depth", 0, depthMost));
        take(config.engine.bytesMax, section->size("max_bytes"));
        if (const auto size = section->size("max_payload"))
            config.engine.jobLimits.payloadBytesMax = static_cast<std::size_t>(*size);
        if (const auto size = section->size("max_result"))
            config.engine.jobLimits.resultBytesMax = static_cast<std::size_t>(*size);
        section->finish();
    }
    if (std::optional<ConfigSection> section = root.section("log")) {
        if (const auto level = section->choice("level", {"debug", "info", "warning", "error"}))
            config.logLevel = static_cast<LogLevel>(*level);
        take(config.statisticsEvery, section->duration("statistics"));
        section->finish();
    }
}

void readStore(ConfigSection &root, EngineConfig &config)
{
    std::optional<ConfigSection> section = root.section("store");
    if (!section)
        return;
    take(config.store.url, section->text("url"));
    const bool isKnown = config.store.url.rfind("sqlite:", 0) == 0 || config.store.url == "memory:";
    if (!isKnown || config.store.url == "sqlite:")
        section->fault("url", R"(expected "sqlite:FILE" or "memory:")");
    if (const auto durability = section->choice("durability", {"full", "relaxed"}))
        config.store.isRelaxed = *durability == 1;
    take(config.store.freeBytesMin, section->size("min_free_space"));
    take(config.store.ballastBytes, section->size("ballast"));
    if (std::optional<ConfigSection> group = section->section("group_commit")) {
        take(config.engine.groupCommitJobsMax, group->integer("max_jobs", 1, 100'000));
        take(config.engine.groupCommitDelayMax, group->duration("max_delay"));
        group->finish();
    }
    section->finish();
}

void readHttp(ConfigSection &root, EngineConfig &config)
{
    if (std::optional<ConfigSection> section = root.section("http")) {
        take(config.http.listen, section->text("listen"));
        take(config.http.hosts, section->texts("hosts"));
        take(config.http.connectionsMax, section->integer("max_connections", 1, 100'000));
        take(config.http.tlsCertificate, section->text("tls_certificate"));
        take(config.http.tlsKey, section->text("tls_key"));
        if (config.http.tlsCertificate.empty() != config.http.tlsKey.empty())
            section->fault(config.http.tlsKey.empty() ? "tls_key" : "tls_certificate",
                "expected a file; a certificate and its key go together");
        section->finish();
    }
}

void readQueues(ConfigSection &root, EngineConfig &config)
{
    QueueSettings defaults {.name = QueueName::trusted("defaults")};
    if (std::optional<ConfigSection> section = root.section("defaults")) {
        readQueueKeys(*section, defaults);
        section->finish();
    }
    std::optional<ConfigSection> queues = root.section("queue");
    if (!queues)
        return;
    for (const std::string &key : queues->sectionNames()) {
        std::optional<ConfigSection> section = queues->section(key);
        const Result<QueueName> name = QueueName::parse(key);
        if (!name)
            queues->fault(key, name.error().text);
        if (!section || !name)
            continue;
        QueueSettings queue = defaults;
        queue.name = *name;
        readQueueKeys(*section, queue);
        readHandler(*section, queue);
        if (queue.isPulled() && section->has("autoscale"))
            section->fault("autoscale", "does not go with a pull handler: its workers are elsewhere");
        if (queue.isPulled() && section->has("layers"))
            section->fault("layers", "does not go with a pull handler: its workers are elsewhere");
        if (queue.isPulled())
            queue.layers.clear(); // those of [defaults]
        section->finish();
        config.engine.queues.push_back(std::move(queue));
    }
    if (const std::optional<std::string> unlike = unlikeGate(config.engine.queues))
        root.fault("queue", "layers: every " + *unlike + " must have the same settings");
}

} // namespace

TenantRules readRules(ConfigSection &section)
{
    TenantRules rules;
    rules.weight = section.number("weight", weightMin, weightMax);
    if (const auto text = section.text("rate")) {
        const Result<Rate> rate = parseRate(*text);
        if (rate)
            rules.rate = *rate;
        else
            section.fault("rate", rate.error().text);
    }
    take(rules.concurrency, section.integer("concurrency", 0, 1'000'000));
    take(rules.depthMax, section.integer("max_depth", 0, depthMost));
    rules.bytesMax = section.size("max_bytes");
    rules.retryShare = section.number("retry_budget", 0, 1);
    rules.backpressure = readBackpressure(section);
    return rules;
}

namespace {
void readPlans(ConfigSection &root, EngineConfig &config)
{
    std::optional<ConfigSection> plans = root.section("plan");
    if (!plans)
        return;
    for (const std::string &key : plans->sectionNames()) {
        std::optional<ConfigSection> section = plans->section(key);
        if (!section)
            continue;
        config.engine.plans.push_back({key, readRules(*section)});
        section->finish();
    }
}

void readTenants(ConfigSection &root, EngineConfig &config)
{
    std::optional<ConfigSection> tenants = root.section("tenant");
    if (!tenants)
        return;
    for (const std::string &key : tenants->sectionNames()) {
        std::optional<ConfigSection> section = tenants->section(key);
        const Result<TenantName> name = TenantName::parse(key);
        if (!name)
            tenants->fault(key, name.error().text);
        if (!section || !name)
            continue;
        TenantSettings tenant {*name, section->text("plan").value_or(""), readRules(*section)};
        if (!tenant.plan.empty() && !config.engine.findPlan(tenant.plan))
            section->fault("plan", "expected one of the [plan.x] of this file");
        section->finish();
        config.engine.tenants.push_back(std::move(tenant));
    }
}

/// The line of each key, of tables as well.
void noteLines(const toml::table &table, const std::string &at, std::map<std::string, int> &lines)
{
    for (const auto &[key, node] : table) {
        const std::string path = at + std::string(key.str());
        lines.emplace(path, static_cast<int>(node.source().begin.line));
        if (const toml::table *inner = node.as_table())
            noteLines(*inner, path + ".", lines);
    }
}

/// A file's relative paths start at the file's own folder.
void placeFiles(EngineConfig &config, const std::filesystem::path &folder)
{
    for (std::string *file : {&config.http.tlsCertificate, &config.http.tlsKey}) {
        if (!file->empty())
            *file = (folder / *file).string();
    }
    for (QueueSettings &queue : config.engine.queues) {
        auto *http = std::get_if<HttpHandlerSettings>(&queue.handler);
        if (http && !http->secretFile.empty())
            http->secretFile = (folder / http->secretFile).string();
        auto *process = std::get_if<ProcessHandlerSettings>(&queue.handler);
        if (process && !process->plugin.empty())
            process->plugin = process->command[1] = (folder / process->plugin).string();
    }
}
} // namespace

Result<EngineConfig> parseConfig(const std::string &text, const std::string &name)
{
    ConfigProblems problems(name);
    toml::table table;
    try {
        table = toml::parse(text, name);
    } catch (const toml::parse_error &error) {
        problems.add(error.source(), "", "not valid TOML: " + std::string(error.description()));
        return failure(ErrorCode::Configuration, problems.text());
    }
    EngineConfig config;
    config.origin.file = name;
    noteLines(table, {}, config.origin.lines);
    ConfigSection root(table, "", problems);
    readEngine(root, config);
    readStore(root, config);
    readHttp(root, config);
    readQueues(root, config);
    readPlans(root, config);
    readTenants(root, config);
    root.finish();
    if (!problems.isEmpty())
        return failure(ErrorCode::Configuration, problems.text());
    return config;
}

Result<EngineConfig> loadConfig(const std::string &path)
{
    const Result<std::string> text = readConfigText(path, fileBytesMax);
    if (!text)
        return failure(text.error());
    Result<EngineConfig> config = parseConfig(*text, path);
    if (config)
        placeFiles(*config, std::filesystem::path(path).parent_path());
    return config;
}

} // namespace fairlead

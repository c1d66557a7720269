// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/config_listing.h"

#include "engine/domain/units.h"
#include "engine/wire/json.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace fairlead {

namespace {
std::string inQuotes(const std::string &text)
{
    JsonWriter writer;
    writer.text(text);
    return writer.take();
}

std::string inQuotes(const std::vector<std::string> &texts)
{
    JsonWriter writer;
    writer.beginArray();
    for (const std::string &text : texts)
        writer.text(text);
    return writer.endArray().take();
}

std::string timeSpan(Microseconds span)
{
    return inQuotes(durationText(span));
}

std::string size(std::int64_t bytes)
{
    std::string text = sizeForPeople(bytes);
    std::erase(text, ' ');
    return inQuotes(text);
}

std::string backoff(const RetryPolicy &policy)
{
    return writeJson(policy);
}

/// Those around every handler first.
std::string layers(const std::vector<LayerSettings> &listed)
{
    std::vector<std::string> texts {"tracing", "timeout of the job"};
    std::transform(listed.begin(), listed.end(), std::back_inserter(texts), layerText);
    return inQuotes(texts);
}

std::string processLimits(const ProcessLimits &limits)
{
    return "{ memory = " + size(limits.memoryBytes) + ", cpu = " + timeSpan(limits.cpu)
        + ", files = " + std::to_string(limits.files) + ", processes = " + std::to_string(limits.processes)
        + ", file_size = " + size(limits.fileBytes) + " }";
}

std::string scaling(const std::optional<ScalingSettings> &settings)
{
    if (!settings)
        return "none";
    return "{ min = " + std::to_string(settings->workersMin) + ", max = " + std::to_string(settings->workersMax)
        + ", age = " + timeSpan(settings->ageHigh) + ", depth = " + std::to_string(settings->depthHigh)
        + ", up_cooldown = " + timeSpan(settings->upCooldown) + ", down_cooldown = " + timeSpan(settings->downCooldown)
        + " }";
}

class Listing
{
public:
    explicit Listing(const ConfigOrigin &origin)
        : m_origin(origin)
    {
    }
    /// `spare`: where the value also may stand, in [defaults].
    void add(const std::string &key, std::string value, const std::string &builtIn, const std::string &spare = {})
    {
        std::string source = value == builtIn ? "default" : "program";
        for (const std::string &place : {spare, key}) {
            if (const auto line = m_origin.lines.find(place); line != m_origin.lines.end())
                source = m_origin.file + ":" + std::to_string(line->second);
        }
        if (m_origin.overridden.contains(key))
            source = "command line";
        entries.push_back({key, std::move(value), std::move(source)});
    }
    std::vector<ConfigEntry> entries;

private:
    const ConfigOrigin &m_origin;
};

template <typename Settings>
struct Key
{
    const char *name;
    std::string (*text)(const Settings &);
};

const std::array<Key<EngineConfig>, 22> &engineKeys()
{
    using C = EngineConfig;
    static constexpr std::array<const char *, 4> levels {"debug", "info", "warning", "error"};
    static const std::array<Key<C>, 22> keys {{
        {"engine.workers", [](const C &c) { return std::to_string(c.engine.workers); }},
        {"engine.threads", [](const C &c) { return std::to_string(c.engine.threads); }},
        {"engine.policy",
            [](const C &c) { return inQuotes(c.engine.policy == DispatchPolicy::Fair ? "fair" : "fifo"); }},
        {"engine.window", [](const C &c) { return std::to_string(c.engine.windowPerLane); }},
        {"engine.drain_limit", [](const C &c) { return timeSpan(c.engine.drainLimit); }},
        {"engine.max_payload",
            [](const C &c) { return size(static_cast<std::int64_t>(c.engine.jobLimits.payloadBytesMax)); }},
        {"engine.max_result",
            [](const C &c) { return size(static_cast<std::int64_t>(c.engine.jobLimits.resultBytesMax)); }},
        {"engine.max_depth", [](const C &c) { return std::to_string(c.engine.depthMax); }},
        {"engine.max_bytes", [](const C &c) { return size(c.engine.bytesMax); }},
        {"store.url", [](const C &c) { return inQuotes(c.store.url); }},
        {"store.durability", [](const C &c) { return inQuotes(c.store.isRelaxed ? "relaxed" : "full"); }},
        {"store.min_free_space", [](const C &c) { return size(c.store.freeBytesMin); }},
        {"store.ballast", [](const C &c) { return size(c.store.ballastBytes); }},
        {"store.group_commit.max_jobs", [](const C &c) { return std::to_string(c.engine.groupCommitJobsMax); }},
        {"store.group_commit.max_delay", [](const C &c) { return timeSpan(c.engine.groupCommitDelayMax); }},
        {"http.listen", [](const C &c) { return inQuotes(c.http.listen); }},
        {"http.hosts", [](const C &c) { return inQuotes(c.http.hosts); }},
        {"http.max_connections", [](const C &c) { return std::to_string(c.http.connectionsMax); }},
        {"http.tls_certificate", [](const C &c) { return inQuotes(c.http.tlsCertificate); }},
        {"http.tls_key", [](const C &c) { return inQuotes(c.http.tlsKey); }},
        {"log.level", [](const C &c) { return inQuotes(levels.at(static_cast<std::size_t>(c.logLevel))); }},
        {"log.statistics", [](const C &c) { return timeSpan(c.statisticsEvery); }},
    }};
    return keys;
}

const std::array<Key<QueueSettings>, 17> &queueKeys()
{
    using Q = QueueSettings;
    static constexpr std::array<const char *, 3> costs {"fixed", "declared", "measured"};
    static const std::array<Key<Q>, 17> keys {{
        {"workers", [](const Q &q) { return std::to_string(q.workersMax); }},
        {"weight", [](const Q &q) { return numberText(q.weight); }},
        {"priority",
            [](const Q &q) { return inQuotes(q.priorityMode == PriorityMode::Strict ? "strict" : "weighted"); }},
        {"cost", [](const Q &q) { return inQuotes(costs.at(static_cast<std::size_t>(q.costMode))); }},
        {"mailbox", [](const Q &q) { return std::to_string(q.mailbox); }},
        {"crash_limit", [](const Q &q) { return std::to_string(q.crashLimit); }},
        {"lease", [](const Q &q) { return timeSpan(q.lease); }},
        {"max_depth", [](const Q &q) { return std::to_string(q.depthMax); }},
        {"max_bytes", [](const Q &q) { return size(q.bytesMax); }},
        {"retry_budget", [](const Q &q) { return numberText(q.retryShare); }},
        {"backpressure", [](const Q &q) { return inQuotes(backpressureText(q.backpressure)); }},
        {"autoscale", [](const Q &q) { return scaling(q.scaling); }},
        {"max_attempts", [](const Q &q) { return std::to_string(q.defaults.maxAttempts); }},
        {"timeout", [](const Q &q) { return timeSpan(q.defaults.timeout); }},
        {"backoff", [](const Q &q) { return backoff(q.defaults.retry); }},
        {"layers", [](const Q &q) { return layers(q.layers); }},
        {"handler.kind", [](const Q &q) { return inQuotes(std::string(handlerKindName(q.handler))); }},
    }};
    return keys;
}

void listHandler(Listing &listing, const std::string &at, const HandlerSettings &handler)
{
    if (const auto *process = std::get_if<ProcessHandlerSettings>(&handler)) {
        const ProcessHandlerSettings builtIn;
        if (process->plugin.empty()) {
            listing.add(at + "command", inQuotes(process->command), {});
        } else {
            listing.add(at + "file", inQuotes(process->plugin), {});
            listing.add(at + "sha256", inQuotes(process->command.size() > 2 ? process->command[2] : ""), inQuotes(""));
        }
        for (const auto &[name, value] : process->environment)
            listing.add(std::string(at).append("env.").append(name), "***", {});
        listing.add(at + "inherit_env", inQuotes(process->inheritEnvironment), inQuotes(builtIn.inheritEnvironment));
        listing.add(at + "working_directory", inQuotes(process->workingDirectory), inQuotes(builtIn.workingDirectory));
        listing.add(at + "kill_after", timeSpan(process->killAfter), timeSpan(builtIn.killAfter));
        listing.add(at + "user", inQuotes(process->user), inQuotes(builtIn.user));
        listing.add(at + "limits", processLimits(process->limits), processLimits(builtIn.limits));
    }
    if (const auto *http = std::get_if<HttpHandlerSettings>(&handler)) {
        const HttpHandlerSettings builtIn;
        constexpr std::array<const char *, 5> methods {"POST", "PUT", "PATCH", "GET", "DELETE"};
        listing.add(at + "url", inQuotes(http->url), {});
        listing.add(at + "method", inQuotes(methods.at(static_cast<std::size_t>(http->method))), inQuotes("POST"));
        for (const auto &[name, value] : http->headers)
            listing.add(std::string(at).append("headers.").append(name), "***", {});
        listing.add(at + "secret_file", inQuotes(http->secretFile), inQuotes(builtIn.secretFile));
        listing.add(at + "allow", inQuotes(http->allow), inQuotes(builtIn.allow));
        listing.add(at + "url_from_payload", http->isUrlFromPayload ? "true" : "false", "false");
        listing.add(at + "max_answer", size(http->answerBytesMax), size(builtIn.answerBytesMax));
        listing.add(at + "spawn", http->maySpawn ? "true" : "false", "false");
    }
}

void listRules(Listing &listing, const std::string &at, const TenantRules &rules)
{
    const auto add = [&](const char *key, const auto &value, const auto &text) {
        if (value)
            listing.add(at + key, text(*value), {});
    };
    const auto whole = [](auto number) { return std::to_string(number); };
    add("weight", rules.weight, numberText);
    add("rate", rules.rate, [](const Rate &rate) { return inQuotes(rateText(rate)); });
    add("concurrency", rules.concurrency, whole);
    add("max_depth", rules.depthMax, whole);
    add("max_bytes", rules.bytesMax, size);
    add("retry_budget", rules.retryShare, numberText);
    add("backpressure", rules.backpressure, [](const Backpressure &one) { return inQuotes(backpressureText(one)); });
}
} // namespace

std::vector<ConfigEntry> listConfig(const EngineConfig &config)
{
    Listing listing(config.origin);
    const EngineConfig builtIn;
    for (const Key<EngineConfig> &key : engineKeys())
        listing.add(key.name, key.text(config), key.text(builtIn));
    listing.add("data_dir", inQuotes(config.dataDir), {});
    for (const QueueSettings &queue : config.engine.queues) {
        const std::string at = "queue." + queue.name.text() + ".";
        const QueueSettings plain {.name = queue.name};
        for (const Key<QueueSettings> &key : queueKeys())
            listing.add(at + key.name, key.text(queue), key.text(plain), std::string("defaults.") + key.name);
        listHandler(listing, at + "handler.", queue.handler);
    }
    for (const PlanSettings &plan : config.engine.plans)
        listRules(listing, "plan." + plan.name + ".", plan.rules);
    for (const TenantSettings &tenant : config.engine.tenants) {
        const std::string at = "tenant." + tenant.name.text() + ".";
        if (!tenant.plan.empty())
            listing.add(at + "plan", inQuotes(tenant.plan), {});
        listRules(listing, at, tenant.rules);
    }
    return std::move(listing.entries);
}

} // namespace fairlead

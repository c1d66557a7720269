// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/config_keys.h"

#include "engine/handlers/http_handler.h"
#include "engine/handlers/process_handler.h"
#include "engine/wire/json.h"

#include <algorithm>

namespace fairlead {

void complete(ConfigSection &section, ScalingSettings &scaling)
{
    if (!section.has("max"))
        scaling.workersMax = scaling.workersMin;
    else if (scaling.workersMax < scaling.workersMin)
        section.fault("max", "expected at least as many as min");
}

void complete(ConfigSection &section, RateLimitSettings &limit)
{
    if (!section.has("burst"))
        limit.rate.burst = std::max(1.0, limit.rate.perSecond);
}

void complete(ConfigSection &section, CircuitBreakerSettings &breaker)
{
    if (!section.has("failures"))
        breaker.failures = std::min(breaker.failures, breaker.window);
    else if (breaker.failures > breaker.window)
        section.fault("failures", "expected a whole number from 1 to " + std::to_string(breaker.window));
}

void complete(ConfigSection &section, const HttpHandlerSettings &http)
{
    const auto check = [&section](const char *key, const auto &checked) {
        if (!checked)
            section.fault(key, checked.error().text);
    };
    if (!http.isUrlFromPayload || section.has("url"))
        check("url", checkHttpUrl(http.url));
    if (http.isUrlFromPayload && !http.headers.empty() && http.url.empty() && !http.sendsHeadersToAny)
        section.fault("headers", std::string(headersWithoutOrigin));
    for (const std::string &rule : http.allow)
        check("allow", AddressRule::parse(rule));
    for (const auto &[name, value] : http.headers) {
        if (const Result<> checked = checkHttpHeader(name, value); !checked)
            section.section("headers")->fault(name, checked.error().text);
    }
}

namespace {
void checkProgram(ConfigSection &section, const ProcessHandlerSettings &process)
{
    const std::optional<std::pair<std::string, std::string>> fault = processFault(process);
    if (!fault || (fault->first == "command" && process.command.empty()))
        return; // that a command must be there is told already; a plugin has none
    constexpr std::string_view variable = "env.";
    if (fault->first.starts_with(variable))
        section.section("env")->fault(fault->first.substr(variable.size()), fault->second);
    else
        section.fault(fault->first, fault->second);
}
} // namespace

void ConfigForm<HandlerSettings>::readIn(ConfigSection &section, const FieldSpec &spec, HandlerSettings &handler)
{
    const std::string key(spec.name);
    ConfigSection *inner = section.section(key);
    if (!inner) {
        if (!section.has(key))
            section.fault(key, R"(expected a table such as { kind = "process", command = ["gzip", "-9"] })");
        return;
    }
    std::optional<HandlerKind> kind;
    readKey(*inner, handlerKindKey, kind);
    if (!kind) {
        inner->leave();
    } else if (*kind == HandlerKind::Process || *kind == HandlerKind::Plugin) {
        ProcessHandlerSettings &process = handler.emplace<ProcessHandlerSettings>();
        if (*kind == HandlerKind::Process) {
            readTable(processKeys, *inner, process);
            checkProgram(*inner, process);
            return;
        }
        readTable(pluginKeys, *inner, process);
        checkProgram(*inner, process);
        const std::string &digest = process.pluginDigest;
        constexpr std::size_t digits = 64;
        if (inner->has("sha256")
            && (digest.size() != digits || digest.find_first_not_of("0123456789abcdef") != std::string::npos))
            inner->fault("sha256", "expected 64 hexadecimal digits, as sha256sum prints them");
    } else if (*kind == HandlerKind::Http) {
        readKeys(*inner, handler.emplace<HttpHandlerSettings>());
    } else if (*kind == HandlerKind::Pull) {
        handler = PullHandlerSettings {};
    }
}

void ConfigForm<RetryPolicy>::readIn(ConfigSection &section, const FieldSpec &spec, RetryPolicy &policy)
{
    const std::string key(spec.name);
    ConfigSection *inner = section.section(key);
    if (!inner)
        return;
    BackoffParts parts;
    readKeys(*inner, parts);
    if (parts.kind == BackoffParts::Kind::Custom && !inner->has("delays"))
        parts.delays = {std::chrono::seconds {1}};
    const Result<RetryPolicy> made = parts.policy();
    if (made)
        policy = *made;
    else
        section.fault(key, made.error().text);
}

std::string ConfigForm<RetryPolicy>::write(const RetryPolicy &policy, const FieldSpec &)
{
    return writeJson(policy);
}

Result<BackoffParts::Jitter> ConfigForm<BackoffParts::Jitter>::read(const toml::node &node, const FieldSpec &spec)
{
    if (const Result<Microseconds> span = ConfigForm<Microseconds>::read(node, spec))
        return BackoffParts::Jitter(*span);
    const FieldSpec share {spec.name, spec.text, {.least = 0, .most = 1}};
    if (const Result<double> part = ConfigForm<double>::read(node, share))
        return BackoffParts::Jitter(*part);
    return notExpected<BackoffParts::Jitter>(spec);
}

namespace {
/// A value of the variant's alternative at `index`, as it is by default.
template <typename Variant>
Variant alternativeAt(std::size_t index)
{
    Variant made;
    [&]<std::size_t... I>(std::index_sequence<I...>)
    {
        ((I == index ? static_cast<void>(made.template emplace<I>()) : void()), ...);
    }
    (std::make_index_sequence<std::variant_size_v<Variant>> {});
    return made;
}
} // namespace

void ConfigForm<std::vector<LayerSettings>>::readIn(
    ConfigSection &section, const FieldSpec &spec, std::vector<LayerSettings> &layers)
{
    const std::string key(spec.name);
    if (section.has(key))
        layers.clear(); // those of [defaults]
    for (ConfigSection *table : section.sections(key)) {
        std::string name;
        readKey(*table, FieldSpec {"kind", "", {}}, name);
        const auto kind = std::find(layerKinds.begin(), layerKinds.end(), name);
        if (kind == layerKinds.end()) {
            std::string list;
            for (const std::string &one : layerKinds)
                list += (list.empty() ? "" : ", ") + inQuotes(one);
            table->fault("kind",
                table->has("kind") ? "expected one of " + list : R"(expected the kind of the layer, such as "retry")");
            table->leave();
            continue;
        }
        layers.push_back(alternativeAt<LayerSettings>(static_cast<std::size_t>(kind - layerKinds.begin())));
        std::visit([table](auto &layer) { readKeys(*table, layer); }, layers.back());
    }
}

std::string ConfigForm<std::vector<LayerSettings>>::write(
    const std::vector<LayerSettings> &layers, const FieldSpec &spec)
{
    std::vector<std::string> texts {"tracing", "timeout of the job"};
    std::transform(layers.begin(), layers.end(), std::back_inserter(texts), layerText);
    return ConfigForm<std::vector<std::string>>::write(texts, spec);
}

std::string sharedNameOf(const LayerSettings &layer)
{
    return std::visit(
        [](const auto &one) {
            if constexpr (requires { one.scope; })
                return one.scope.name;
            else
                return std::string {};
        },
        layer);
}

std::optional<std::string> unlikeGate(const std::vector<QueueSettings> &queues)
{
    std::map<std::string, LayerSettings> named;
    for (const QueueSettings &queue : queues) {
        for (const LayerSettings &layer : queue.layers) {
            const std::string name = sharedNameOf(layer);
            if (name.empty())
                continue;
            const auto known = named.try_emplace(layerKinds.at(layer.index()) + " " + name, layer).first;
            if (known->second != layer)
                return known->first;
        }
    }
    return std::nullopt;
}

namespace {
/// Whether the layer acts where the handler runs.
bool needsWorker(const LayerSettings &layer)
{
    return !std::holds_alternative<RateLimitSettings>(layer)
        && !std::holds_alternative<ConcurrencyLimitSettings>(layer);
}
} // namespace

void complete(ConfigSection &section, QueueSettings &queue)
{
    if (const Result<> good = checkRedact(queue.redact); !good)
        section.fault("redact", good.error().text);
    if (!queue.isPulled())
        return;
    if (section.has("autoscale"))
        section.fault("autoscale", "does not go with a pull handler: its workers are elsewhere");
    // Those of [defaults] are left out.
    if (std::erase_if(queue.layers, needsWorker) > 0 && section.has("layers"))
        section.fault(
            "layers", "a pull handler goes with rate_limit and concurrency_limit alone: its workers are elsewhere");
}

void complete(ConfigSection &section, const StoreConfig &store)
{
    const bool isKnown = store.url.starts_with("sqlite:") || store.url == "memory:";
    if (!isKnown || store.url == "sqlite:")
        section.fault("url", R"(expected "sqlite:FILE" or "memory:")");
    if (store.backupDir.empty())
        section.fault("backup_dir", "expected a folder");
}

void complete(ConfigSection &section, const HttpConfig &http)
{
    if (http.tlsCertificate.empty() != http.tlsKey.empty())
        section.fault(http.tlsKey.empty() ? "tls_key" : "tls_certificate",
            "expected a file; a certificate and its key go together");
}

void complete(ConfigSection &root, EngineConfig &config)
{
    if (const std::optional<std::string> unlike = unlikeGate(config.engine.queues))
        root.fault("queue", "layers: every " + *unlike + " must have the same settings");
    for (const TenantSettings &tenant : config.engine.tenants) {
        if (!tenant.plan.empty() && !config.engine.findPlan(tenant.plan))
            root.section("tenant")
                ->section(tenant.name.text())
                ->fault("plan", "expected one of the [plan.x] of this file");
    }
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/assembly/layer_config.h"

#include "engine/domain/units.h"

#include <algorithm>
#include <array>
#include <map>

namespace fairlead {

namespace {
constexpr Microseconds shortest = std::chrono::milliseconds {1};
constexpr Microseconds pauseMost = std::chrono::seconds {10};
constexpr Microseconds longest = std::chrono::hours {24};

void takeTime(Microseconds &to, ConfigSection &section, const std::string &key, Microseconds most = longest)
{
    take(to, section.duration(key));
    if (to < shortest || to > most)
        section.fault(key, "expected a duration from \"1ms\" to \"" + durationText(most) + "\"");
}

GateScope readScope(ConfigSection &section, GateScope scope = {})
{
    if (const auto per = section.choice("per", {"queue", "tenant"}))
        scope.isPerTenant = *per == 1;
    take(scope.name, section.text("name"));
    return scope;
}

LayerSettings readRateLimit(ConfigSection &section)
{
    RateLimitSettings limit;
    take(limit.rate.perSecond, section.number("per_second", 1e-6, 1e6));
    if (!section.has("per_second"))
        section.fault("per_second", "expected a number, such as 50");
    limit.rate.burst = std::max(1.0, limit.rate.perSecond);
    take(limit.rate.burst, section.number("burst", 1, 1e9));
    limit.scope = readScope(section);
    return limit;
}

LayerSettings readConcurrencyLimit(ConfigSection &section)
{
    ConcurrencyLimitSettings limit;
    take(limit.most, section.integer("most", 1, 1'000'000));
    if (!section.has("most"))
        section.fault("most", "expected a whole number, such as 10");
    limit.scope = readScope(section);
    return limit;
}

LayerSettings readTimeout(ConfigSection &section)
{
    TimeoutSettings timeout;
    takeTime(timeout.after, section, "after");
    return timeout;
}

LayerSettings readRetry(ConfigSection &section)
{
    RetrySettings retry;
    take(retry.times, section.integer("times", 1, 10));
    takeTime(retry.pause, section, "pause", pauseMost);
    return retry;
}

LayerSettings readLoadShed(ConfigSection &section)
{
    LoadShedSettings shed;
    takeTime(shed.retryAfter, section, "retry_after");
    return shed;
}

LayerSettings readCircuitBreaker(ConfigSection &section)
{
    CircuitBreakerSettings breaker;
    take(breaker.window, section.integer("window", 1, CircuitBreakerSettings::windowMost));
    breaker.failures = std::min(breaker.failures, breaker.window);
    take(breaker.failures, section.integer("failures", 1, breaker.window));
    takeTime(breaker.openFor, section, "open_for");
    if (const auto per = section.choice("per", {"queue", "tenant", "host"}))
        breaker.per = static_cast<CircuitBreakerSettings::Per>(*per);
    return breaker;
}

LayerSettings readCache(ConfigSection &section)
{
    CacheSettings cache;
    takeTime(cache.ttl, section, "ttl");
    take(cache.entriesMax, section.integer("most", 1, 1'000'000));
    take(cache.bytesMax, section.size("max_bytes"));
    cache.scope = readScope(section, cache.scope);
    return cache;
}
} // namespace

std::optional<std::vector<LayerSettings>> readLayers(ConfigSection &section)
{
    constexpr std::array readers {
        readRateLimit, readConcurrencyLimit, readTimeout, readRetry, readLoadShed, readCircuitBreaker, readCache};
    std::optional<std::vector<ConfigSection>> tables = section.sections("layers");
    if (!tables)
        return std::nullopt;
    std::vector<LayerSettings> layers;
    for (ConfigSection &table : *tables) {
        const std::optional<std::size_t> kind = table.choice("kind", layerKinds);
        if (!kind) {
            if (!table.has("kind"))
                table.fault("kind", R"(expected the kind of the layer, such as "rate_limit")");
            continue;
        }
        layers.push_back(readers.at(*kind)(table));
        table.finish();
    }
    return layers;
}

std::optional<std::string> unlikeGate(const std::vector<QueueSettings> &queues)
{
    std::map<std::string, LayerSettings> named;
    for (const QueueSettings &queue : queues) {
        for (const LayerSettings &layer : queue.layers) {
            const auto *rate = std::get_if<RateLimitSettings>(&layer);
            const auto *limit = std::get_if<ConcurrencyLimitSettings>(&layer);
            const auto *cache = std::get_if<CacheSettings>(&layer);
            const std::string name = rate ? rate->scope.name
                : limit                   ? limit->scope.name
                : cache                   ? cache->scope.name
                                          : std::string {};
            if (name.empty())
                continue;
            const auto known = named.try_emplace(layerKinds.at(layer.index()) + " " + name, layer).first;
            if (known->second != layer)
                return known->first;
        }
    }
    return std::nullopt;
}

} // namespace fairlead

// SPDX-License-Identifier: Apache-2.0
#include "engine/control/service_stacks.h"

#include "engine/control/stored_results.h"
#include "engine/service/load_shed.h"
#include "engine/service/retry.h"
#include "engine/service/timeout.h"
#include "engine/service/tracing.h"

#include <algorithm>

namespace fairlead {

namespace {
/// Whether only a run can tell if, and for what, this layer calls the layers inside.
bool needsRun(const LayerSettings &layer)
{
    const auto *breaker = std::get_if<CircuitBreakerSettings>(&layer);
    return std::holds_alternative<CacheSettings>(layer) || std::holds_alternative<RetrySettings>(layer)
        || (breaker && breaker->per == CircuitBreakerSettings::Per::Host);
}

struct GateOfShared
{
    std::shared_ptr<Gate> operator()(std::monostate) const { return nullptr; }
    std::shared_ptr<Gate> operator()(const std::shared_ptr<CacheCounts> &) const { return nullptr; }
    std::shared_ptr<Gate> operator()(const std::shared_ptr<Gate> &gate) const { return gate; }
};

/// The same but for rates and limits, which change at once.
bool isAlike(LayerSettings one, const LayerSettings &other)
{
    auto *rate = std::get_if<RateLimitSettings>(&one);
    if (const auto *now = std::get_if<RateLimitSettings>(&other); rate && now)
        rate->rate = now->rate;
    auto *limit = std::get_if<ConcurrencyLimitSettings>(&one);
    if (const auto *now = std::get_if<ConcurrencyLimitSettings>(&other); limit && now)
        limit->most = now->most;
    return one == other;
}

void setLimits(const LayerSettings &layer, const ServiceStacks::Shared &shared)
{
    if (const auto *rate = std::get_if<RateLimitSettings>(&layer))
        std::get<std::shared_ptr<RateLimit>>(shared)->setRate(rate->rate);
    if (const auto *limit = std::get_if<ConcurrencyLimitSettings>(&layer))
        std::get<std::shared_ptr<ConcurrencyLimit>>(shared)->setMost(limit->most);
}

CircuitBreaker::TargetOf targetOf(const std::shared_ptr<Handler> &handler, CircuitBreakerSettings::Per per)
{
    switch (per) {
    case CircuitBreakerSettings::Per::Tenant:
        return [](const Run &run) { return run.job.spec.tenant.text(); };
    case CircuitBreakerSettings::Per::Host:
        if (handler)
            return [handler](const Run &run) { return handler->targetOf(run.job.spec); };
        break;
    case CircuitBreakerSettings::Per::Queue:
        break;
    }
    return [](const Run &) { return std::string {}; };
}
} // namespace

ServiceStacks::ServiceStacks(const std::vector<QueueSettings> &queues, const Handlers &handlers, const Clock &clock,
    StoreQueue &store, LogSink log)
    : m_clock(clock)
    , m_store(store)
    , m_log(std::move(log))
{
    configure(queues, handlers);
}

ServiceStacks::Changes ServiceStacks::configure(const std::vector<QueueSettings> &queues, const Handlers &handlers)
{
    const MutexLock lock(m_mutex);
    std::map<QueueName, Parts> before = std::exchange(m_queues, {});
    Changes changes;
    for (const QueueSettings &queue : queues) {
        const auto handler = handlers.find(queue.name);
        const std::shared_ptr<Handler> runs = handler == handlers.end() ? nullptr : handler->second;
        auto known = before.extract(queue.name);
        const bool isKept = known && known.mapped().handler == runs
            && std::equal(known.mapped().layers.begin(), known.mapped().layers.end(), queue.layers.begin(),
                queue.layers.end(), isAlike);
        if (!isKept && queue.isPulled())
            changes.removed.push_back(queue.name);
        else if (!isKept)
            changes.made.push_back(queue);
        Parts &parts = m_queues[queue.name];
        parts = isKept ? std::move(known.mapped()) : partsOf(queue, runs);
        parts.layers = queue.layers;
        for (std::size_t i = 0; i < parts.layers.size(); ++i)
            setLimits(parts.layers[i], parts.shared[i]);
    }
    changes.removed.reserve(changes.removed.size() + before.size());
    for (const auto &[name, parts] : before)
        changes.removed.push_back(name);
    before.clear();
    std::erase_if(m_named, [](const auto &one) {
        return std::visit(
            []<typename Part>(const Part &part) {
                if constexpr (std::is_same_v<Part, std::monostate>)
                    return true;
                else
                    return part.use_count() == 1;
            },
            one.second);
    });
    return changes;
}

ServiceStacks::Parts ServiceStacks::partsOf(const QueueSettings &queue, const std::shared_ptr<Handler> &handler)
{
    Parts parts;
    parts.handler = handler;
    parts.layers = queue.layers;
    parts.shared.reserve(queue.layers.size());
    for (const LayerSettings &layer : queue.layers)
        parts.shared.push_back(share(layer, handler));
    const auto first = std::find_if(queue.layers.begin(), queue.layers.end(), needsRun);
    parts.leading = static_cast<std::size_t>(first - queue.layers.begin());
    return parts;
}

ServiceStacks::Handlers ServiceStacks::handlers() const
{
    const MutexLock lock(m_mutex);
    Handlers handlers;
    for (const auto &[queue, parts] : m_queues) {
        if (parts.handler)
            handlers.emplace(queue, parts.handler);
    }
    return handlers;
}

std::map<QueueName, QueueGates> ServiceStacks::gates() const
{
    const MutexLock lock(m_mutex);
    std::map<QueueName, QueueGates> gates;
    for (const auto &[queue, parts] : m_queues) {
        for (std::size_t i = 0; i < parts.shared.size(); ++i) {
            if (std::shared_ptr<Gate> gate = std::visit(GateOfShared {}, parts.shared[i]))
                (parts.isLeading(i) ? gates[queue].leading : gates[queue].inside).push_back(std::move(gate));
        }
    }
    return gates;
}

std::vector<HealthFacts::Breaker> ServiceStacks::openBreakers() const
{
    const MutexLock lock(m_mutex);
    std::vector<HealthFacts::Breaker> open;
    for (const auto &[queue, parts] : m_queues) {
        for (const Shared &shared : parts.shared) {
            const auto *breaker = std::get_if<std::shared_ptr<CircuitBreaker>>(&shared);
            if (!breaker)
                continue;
            for (std::string &target : (*breaker)->openTargets())
                open.push_back({queue, std::move(target), (*breaker)->isPerTenant()});
        }
    }
    return open;
}

bool ServiceStacks::Parts::isLeading(std::size_t layer) const
{
    return layer < leading && std::visit(GateOfShared {}, shared[layer]);
}

template <typename Make>
ServiceStacks::Shared ServiceStacks::named(const std::string &kind, const GateScope &scope, const Make &make)
{
    if (scope.name.empty())
        return make();
    Shared &shared = m_named[kind + (scope.isPerTenant ? " per tenant " : " ") + scope.name];
    if (std::holds_alternative<std::monostate>(shared))
        shared = make();
    return shared;
}

ServiceStacks::Shared ServiceStacks::share(const LayerSettings &layer, const std::shared_ptr<Handler> &handler)
{
    const std::string &kind = layerKinds.at(layer.index());
    if (const auto *rate = std::get_if<RateLimitSettings>(&layer))
        return named(kind, rate->scope, [&] { return std::make_shared<RateLimit>(m_clock, *rate); });
    if (const auto *limit = std::get_if<ConcurrencyLimitSettings>(&layer))
        return named(kind, limit->scope, [&] { return std::make_shared<ConcurrencyLimit>(*limit); });
    if (const auto *breaker = std::get_if<CircuitBreakerSettings>(&layer))
        return std::make_shared<CircuitBreaker>(m_clock, *breaker, targetOf(handler, breaker->per));
    if (const auto *cache = std::get_if<CacheSettings>(&layer))
        return named(kind, cache->scope, [] { return std::make_shared<CacheCounts>(); });
    return {};
}

namespace {
struct AddLayer
{
    void operator()(const RateLimitSettings &) const { addGate(std::get<std::shared_ptr<RateLimit>>(shared)); }
    void operator()(const ConcurrencyLimitSettings &) const
    {
        addGate(std::get<std::shared_ptr<ConcurrencyLimit>>(shared));
    }
    void operator()(const TimeoutSettings &one) const
    {
        stack.add(std::make_unique<TimeoutLayer>(timers, timeoutGrace, one.after));
    }
    void operator()(const RetrySettings &one) const { stack.add(std::make_unique<RetryLayer>(timers, one)); }
    void operator()(const LoadShedSettings &one) const { stack.add(std::make_unique<LoadShedLayer>(one)); }
    void operator()(const CircuitBreakerSettings &) const
    {
        stack.add(std::make_unique<CircuitBreakerLayer>(std::get<std::shared_ptr<CircuitBreaker>>(shared)));
    }
    void operator()(const CacheSettings &one) const
    {
        stack.add(std::make_unique<CacheLayer>(timers, cacheOf(one), std::get<std::shared_ptr<CacheCounts>>(shared)));
    }
    void addGate(const std::shared_ptr<Gate> &gate) const { stack.add(std::make_unique<GateLayer>(gate)); }

    Stack &stack;
    Timers &timers;
    const std::function<std::shared_ptr<ResultCache>(const CacheSettings &)> &cacheOf;
    const ServiceStacks::Shared &shared;
};
} // namespace

std::vector<LayerView> ServiceStacks::views(const QueueSettings &queue) const
{
    const MutexLock lock(m_mutex);
    const auto known = m_queues.find(queue.name);
    std::vector<LayerView> views;
    for (std::size_t i = 0; i < queue.layers.size(); ++i) {
        const LayerSettings &layer = queue.layers[i];
        const std::string &kind = layerKinds.at(layer.index());
        LayerView view {kind, layerText(layer).substr(kind.size() + 1)};
        // The settings may be newer than the parts.
        const bool hasPart = known != m_queues.end() && i < known->second.shared.size();
        const Shared shared = hasPart ? known->second.shared[i] : Shared {};
        if (const auto *limit = std::get_if<std::shared_ptr<ConcurrencyLimit>>(&shared))
            view.underWay = (*limit)->underWay();
        if (const auto *breaker = std::get_if<std::shared_ptr<CircuitBreaker>>(&shared))
            view.open = (*breaker)->openTargets();
        if (const auto *counts = std::get_if<std::shared_ptr<CacheCounts>>(&shared))
            view.asked = {(*counts)->hits, (*counts)->misses};
        views.push_back(std::move(view));
    }
    return views;
}

std::unique_ptr<Service> ServiceStacks::make(
    const QueueSettings &queue, const std::shared_ptr<Executor> &executor, Timers &timers) const
{
    Parts parts;
    {
        const MutexLock lock(m_mutex);
        if (const auto known = m_queues.find(queue.name); known != m_queues.end())
            parts = known->second;
    }
    if (!parts.handler)
        return nullptr;
    Stack stack;
    stack.add(std::make_unique<TracingLayer>(
        m_clock, [log = m_log](const RunTrace &trace) { log("debug", traceLine(trace)); }));
    stack.add(std::make_unique<TimeoutLayer>(timers));
    const std::function cacheOf = [&](const CacheSettings &one) -> std::shared_ptr<ResultCache> {
        // The name cannot be that of a queue, because names of queues have no blanks.
        const std::string name = one.scope.name.empty() ? queue.name.text() : "shared " + one.scope.name;
        return std::make_shared<StoredResults>(m_store, executor, m_clock, name, one);
    };
    for (std::size_t i = 0; i < parts.layers.size(); ++i) {
        if (!parts.isLeading(i))
            std::visit(AddLayer {stack, timers, cacheOf, parts.shared[i]}, parts.layers[i]);
    }
    return stack.around(parts.handler->create(executor));
}

} // namespace fairlead

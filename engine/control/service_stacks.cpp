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
} // namespace

ServiceStacks::ServiceStacks(
    const std::vector<QueueSettings> &queues, Handlers handlers, const Clock &clock, StoreQueue &store, LogSink log)
    : m_handlers(std::move(handlers))
    , m_clock(clock)
    , m_store(store)
    , m_log(std::move(log))
{
    for (const QueueSettings &queue : queues) {
        std::vector<Shared> &list = m_shared[queue.name];
        for (const LayerSettings &layer : queue.layers)
            list.push_back(share(queue, layer));
        const auto first = std::find_if(queue.layers.begin(), queue.layers.end(), needsRun);
        m_leading[queue.name] = static_cast<std::size_t>(first - queue.layers.begin());
    }
}

std::map<QueueName, QueueGates> ServiceStacks::gates() const
{
    std::map<QueueName, QueueGates> gates;
    for (const auto &[queue, list] : m_shared) {
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (std::shared_ptr<Gate> gate = std::visit(GateOfShared {}, list[i]))
                (isLeading(queue, i) ? gates[queue].leading : gates[queue].inside).push_back(std::move(gate));
        }
    }
    return gates;
}

/// Whether the layer is a gate that the scheduler asks.
bool ServiceStacks::isLeading(const QueueName &queue, std::size_t layer) const
{
    return layer < m_leading.at(queue) && std::visit(GateOfShared {}, m_shared.at(queue).at(layer));
}

void ServiceStacks::configure(const std::vector<QueueSettings> &queues)
{
    for (const QueueSettings &queue : queues) {
        const std::vector<Shared> &list = m_shared.at(queue.name);
        for (std::size_t i = 0; i < list.size(); ++i) {
            if (const auto *rate = std::get_if<RateLimitSettings>(&queue.layers[i]))
                std::get<std::shared_ptr<RateLimit>>(list[i])->setRate(rate->rate);
            if (const auto *limit = std::get_if<ConcurrencyLimitSettings>(&queue.layers[i]))
                std::get<std::shared_ptr<ConcurrencyLimit>>(list[i])->setMost(limit->most);
        }
    }
}

ServiceStacks::Shared ServiceStacks::share(const QueueSettings &queue, const LayerSettings &layer)
{
    const auto named = [&](const GateScope &scope, auto make) -> Shared {
        if (scope.name.empty())
            return make();
        Shared &shared = m_named[layerKinds.at(layer.index()) + " " + scope.name];
        if (std::holds_alternative<std::monostate>(shared))
            shared = make();
        return shared;
    };
    if (const auto *rate = std::get_if<RateLimitSettings>(&layer))
        return named(rate->scope, [&] { return std::make_shared<RateLimit>(m_clock, *rate); });
    if (const auto *limit = std::get_if<ConcurrencyLimitSettings>(&layer))
        return named(limit->scope, [&] { return std::make_shared<ConcurrencyLimit>(*limit); });
    if (const auto *breaker = std::get_if<CircuitBreakerSettings>(&layer))
        return std::make_shared<CircuitBreaker>(m_clock, *breaker, targetOf(queue, breaker->per));
    if (const auto *cache = std::get_if<CacheSettings>(&layer))
        return named(cache->scope, [] { return std::make_shared<CacheCounts>(); });
    return {};
}

CircuitBreaker::TargetOf ServiceStacks::targetOf(const QueueSettings &queue, CircuitBreakerSettings::Per per) const
{
    switch (per) {
    case CircuitBreakerSettings::Per::Tenant:
        return [](const Run &run) { return run.job.spec.tenant.text(); };
    case CircuitBreakerSettings::Per::Host:
        if (const auto handler = m_handlers.find(queue.name); handler != m_handlers.end())
            return [one = handler->second](const Run &run) { return one->targetOf(run.job.spec); };
        break;
    case CircuitBreakerSettings::Per::Queue:
        break;
    }
    return [](const Run &) { return std::string {}; };
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
    std::vector<LayerView> views;
    for (std::size_t i = 0; i < queue.layers.size(); ++i) {
        const LayerSettings &layer = queue.layers[i];
        const std::string &kind = layerKinds.at(layer.index());
        LayerView view {kind, layerText(layer).substr(kind.size() + 1)};
        const Shared &shared = m_shared.at(queue.name).at(i);
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
    const auto handler = m_handlers.find(queue.name);
    if (handler == m_handlers.end())
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
    for (std::size_t i = 0; i < queue.layers.size(); ++i) {
        if (!isLeading(queue.name, i))
            std::visit(AddLayer {stack, timers, cacheOf, m_shared.at(queue.name).at(i)}, queue.layers[i]);
    }
    return stack.around(handler->second->create(executor));
}

} // namespace fairlead

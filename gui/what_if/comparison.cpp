// SPDX-License-Identifier: GPL-3.0-or-later
#include "gui/what_if/comparison.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

namespace fairlead {

namespace {
constexpr Microseconds smallChange = Milliseconds {10};
constexpr double smallPart = 0.05;
/// Longer than any recorded run.
constexpr Microseconds noTimeout = std::chrono::hours {24 * 366};

/// The values of the configuration by key, as the file would have them.
class ConfigValues
{
public:
    explicit ConfigValues(const std::vector<ConfigEntry> &entries)
    {
        for (const ConfigEntry &entry : entries)
            m_values.emplace(entry.key, entry.value);
    }
    /// Leaves `value` as it is without the key.
    template <typename T>
    void read(const std::string &key, T &value) const
    {
        const auto found = m_values.find(key);
        if (found == m_values.end())
            return;
        const std::string_view text = found->second;
        if constexpr (std::is_enum_v<T>) {
            if (text.size() > 2) // in quotes
                value = fromName<T>(text.substr(1, text.size() - 2)).value_or(value);
        } else {
            T number {};
            const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
            if (fault == std::errc() && end == text.data() + text.size())
                value = number;
        }
    }

private:
    std::map<std::string, std::string> m_values;
};

/// Whether only a run can tell if this layer calls the layers inside.
bool needsRun(const LayerView &layer)
{
    return layer.kind == layerKinds.at(LayerSettings(RetrySettings {}).index())
        || layer.kind == layerKinds.at(LayerSettings(CacheSettings {}).index())
        || layer.settings.ends_with(nameOf(CircuitBreakerSettings::Per::Host));
}

/// The leading gates of a queue that do not depend on failures.
std::vector<LayerSettings> gatesOf(const QueueView &view)
{
    std::vector<LayerSettings> layers;
    for (const LayerView &layer : view.layers) {
        std::string text = layer.kind;
        text.append(" ").append(layer.settings);
        if (std::optional<LayerSettings> limit = limitLayerOf(text))
            layers.push_back(std::move(*limit));
        else if (needsRun(layer))
            break; // gates inside do not lead
    }
    return layers;
}

QueueSettings queueOf(const QueueView &view, const ConfigValues &values)
{
    QueueSettings queue {.name = view.queue};
    queue.workersMax = view.workersMax;
    queue.weight = view.weight;
    queue.defaults.timeout = noTimeout;
    queue.layers = gatesOf(view);
    const std::string table = "queue." + view.queue.text() + ".";
    values.read(table + "priority", queue.priorityOrder);
    values.read(table + "cost", queue.costMode);
    values.read(table + "mailbox", queue.mailbox);
    values.read(table + "max_depth", queue.depthMax);
    if (view.limits)
        queue.depthMax = view.limits->depthMax.value_or(queue.depthMax);
    return queue;
}

TriedFigures figuresOf(const TenantOutcome &outcome, Microseconds allTime)
{
    const double all = std::max<double>(1, static_cast<double>(allTime.count()));
    return {.waitP50 = Microseconds {outcome.waits.quantile(0.5)},
        .waitP95 = Microseconds {outcome.waits.quantile(0.95)},
        .waitWorst = Microseconds {outcome.waits.max()},
        .share = static_cast<double>(outcome.workerTime.count()) / all,
        .succeeded = outcome.succeeded,
        .refused = outcome.refused};
}

/// The sum over all tenants.
struct Total
{
    explicit Total(const SimulationReport &report)
    {
        for (const TenantOutcome &outcome : report.tenants) {
            workerTime += outcome.workerTime;
            succeeded += outcome.succeeded;
        }
    }
    Microseconds workerTime {0};
    std::int64_t succeeded = 0;
};
} // namespace

EngineSettings settingsOf(const Snapshot &now, const std::vector<ConfigEntry> &configuration)
{
    const ConfigValues values(configuration);
    EngineSettings settings;
    settings.workers = std::max(now.status.workers, 1);
    values.read("engine.policy", settings.policy);
    values.read("engine.max_depth", settings.depthMax);
    values.read("engine.room", settings.room);
    settings.queues.reserve(now.queues.size());
    for (const QueueView &view : now.queues) {
        if (isServedHere(view))
            settings.queues.push_back(queueOf(view, values));
    }
    settings.tenants.reserve(now.tenants.size());
    for (const TenantView &view : now.tenants)
        settings.tenants.push_back({view.tenant, {}, rulesOf(view.limits)});
    return settings;
}

EngineSettings drafted(EngineSettings settings, const Draft &draft)
{
    for (const auto &[name, rules] : draft.tenants) {
        const auto found = std::find_if(settings.tenants.begin(), settings.tenants.end(),
            [&name = name](const TenantSettings &tenant) { return tenant.name == name; });
        if (found == settings.tenants.end())
            settings.tenants.push_back({name, {}, rules});
        else
            found->rules = merged(rules, found->rules);
    }
    int wanted = 0;
    for (QueueSettings &queue : settings.queues) {
        const auto found = draft.workers.find(queue.name);
        if (found == draft.workers.end())
            continue;
        queue.workersMax = found->second;
        wanted += found->second;
    }
    settings.workers = std::max(settings.workers, wanted);
    return settings;
}

WaitChange TenantTried::change() const
{
    if (!then)
        return WaitChange::Alike;
    const Microseconds difference = then->waitP95 - now.waitP95;
    const auto size = static_cast<double>(std::abs(difference.count()));
    if (size < static_cast<double>(smallChange.count())
        || size < smallPart * static_cast<double>(std::max(now.waitP95, then->waitP95).count()))
        return WaitChange::Alike;
    return difference < Microseconds {0} ? WaitChange::Better : WaitChange::Worse;
}

double TenantTried::distance() const
{
    if (change() == WaitChange::Alike)
        return 0;
    const auto least = static_cast<double>(smallChange.count());
    return std::abs(std::log(
        (static_cast<double>(then->waitP95.count()) + least) / (static_cast<double>(now.waitP95.count()) + least)));
}

Comparison compared(const SimulationReport &now, const SimulationReport *then)
{
    const Total totalNow(now);
    const Total totalThen(then ? *then : now);
    Comparison comparison;
    comparison.busyNow = now.utilisation();
    comparison.busyThen = then ? then->utilisation() : comparison.busyNow;
    if (totalNow.succeeded > 0)
        comparison.throughput = static_cast<double>(totalThen.succeeded) / static_cast<double>(totalNow.succeeded);
    comparison.tenants.reserve(now.tenants.size());
    for (const TenantOutcome &outcome : now.tenants) {
        TenantTried &tried =
            comparison.tenants.emplace_back(TenantTried {outcome.tenant, figuresOf(outcome, totalNow.workerTime), {}});
        if (!then)
            continue;
        // Both have the tenants of the load, in order of name.
        const auto found = std::lower_bound(then->tenants.begin(), then->tenants.end(), outcome.tenant,
            [](const TenantOutcome &one, const TenantName &name) { return one.tenant < name; });
        if (found != then->tenants.end() && found->tenant == outcome.tenant)
            tried.then = figuresOf(*found, totalThen.workerTime);
    }
    return comparison;
}

} // namespace fairlead

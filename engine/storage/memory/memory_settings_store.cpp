// SPDX-License-Identifier: Apache-2.0
#include "engine/storage/memory/memory_settings_store.h"

#include <algorithm>

namespace fairlead {

namespace {
template <typename Key, typename Value>
std::vector<Value> valuesOf(const UndoableMap<Key, Value> &map)
{
    std::vector<Value> values;
    for (const auto &[key, value] : map.all())
        values.push_back(value);
    return values;
}
} // namespace

Result<> MemorySettingsStore::savePause(const Pause &pause)
{
    const MemoryCommit commit(m_life);
    commit->settings.pauses.set({pause.queue, pause.tenant}, pause);
    return {};
}

Result<bool> MemorySettingsStore::removePause(
    const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant)
{
    const MemoryCommit commit(m_life);
    const bool wasThere = commit->settings.pauses.find({queue, tenant}) != nullptr;
    commit->settings.pauses.set({queue, tenant}, {});
    return wasThere;
}

Result<std::vector<Pause>> MemorySettingsStore::pauses()
{
    const MemoryCommit commit(m_life);
    return valuesOf(commit->settings.pauses);
}

Result<> MemorySettingsStore::saveTenant(const TenantSettings &settings)
{
    const MemoryCommit commit(m_life);
    commit->settings.tenants.set(settings.name, settings);
    return {};
}

Result<std::vector<TenantSettings>> MemorySettingsStore::savedTenants()
{
    const MemoryCommit commit(m_life);
    return valuesOf(commit->settings.tenants);
}

Result<std::optional<TenantSettings>> MemorySettingsStore::savedTenant(const TenantName &tenant)
{
    const MemoryCommit commit(m_life);
    const TenantSettings *saved = commit->settings.tenants.find(tenant);
    return saved ? std::optional(*saved) : std::nullopt;
}

Result<> MemorySettingsStore::saveScale(const QueueName &queue, std::optional<int> workers)
{
    const MemoryCommit commit(m_life);
    commit->settings.scales.set(queue, workers);
    return {};
}

Result<std::vector<std::pair<QueueName, int>>> MemorySettingsStore::savedScales()
{
    const MemoryCommit commit(m_life);
    const auto &scales = commit->settings.scales.all();
    return std::vector<std::pair<QueueName, int>>(scales.begin(), scales.end());
}

Result<> MemorySettingsStore::saveQueue(const QueueName &queue, const std::optional<std::string> &settings)
{
    const MemoryCommit commit(m_life);
    commit->settings.queues.set(queue, settings);
    if (!settings)
        commit->settings.queueLimits.set(queue, {});
    return {};
}

Result<std::vector<std::pair<QueueName, std::string>>> MemorySettingsStore::savedQueues()
{
    const MemoryCommit commit(m_life);
    const auto &queues = commit->settings.queues.all();
    return std::vector<std::pair<QueueName, std::string>>(queues.begin(), queues.end());
}

Result<> MemorySettingsStore::saveQueueLimits(const QueueName &queue, const TenantRules &limits)
{
    const MemoryCommit commit(m_life);
    commit->settings.queueLimits.set(queue, limits == TenantRules {} ? std::nullopt : std::optional(limits));
    return {};
}

Result<std::map<QueueName, TenantRules>> MemorySettingsStore::savedQueueLimits()
{
    const MemoryCommit commit(m_life);
    return commit->settings.queueLimits.all();
}

Result<> MemorySettingsStore::saveAlert(const AlertName &name, const std::optional<AlertRule> &rule)
{
    const MemoryCommit commit(m_life);
    commit->settings.alerts.set(name, rule);
    return {};
}

Result<std::vector<AlertRule>> MemorySettingsStore::savedAlerts()
{
    const MemoryCommit commit(m_life);
    return valuesOf(commit->settings.alerts);
}

Result<> MemorySettingsStore::saveDeficits(std::span<const CarriedDeficit> deficits)
{
    const MemoryCommit commit(m_life);
    std::vector<CarriedDeficit> kept(deficits.begin(), deficits.end());
    std::sort(kept.begin(), kept.end());
    commit->settings.exchangeDeficits(std::move(kept));
    return {};
}

Result<std::vector<CarriedDeficit>> MemorySettingsStore::takeDeficits()
{
    const MemoryCommit commit(m_life);
    return commit->settings.exchangeDeficits({});
}

Result<std::vector<SpentRate>> MemorySettingsStore::spentRates(TimePoint now)
{
    const MemoryCommit commit(m_life);
    commit->settings.spentRates.removeIf([now](const BucketLevel &level) { return level.fullAgain <= now; });
    std::vector<SpentRate> rates;
    rates.reserve(commit->settings.spentRates.all().size());
    for (const auto &[tenant, level] : commit->settings.spentRates.all())
        rates.push_back({tenant, level});
    return rates;
}

Result<> MemorySettingsStore::saveOperation(const Operation &operation)
{
    const MemoryCommit commit(m_life);
    commit->settings.operations.set(operation.id, operation);
    return {};
}

} // namespace fairlead

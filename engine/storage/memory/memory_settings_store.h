// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/storage/memory/memory_commit.h"
#include "engine/storage/settings_store.h"

namespace fairlead {

/// The SettingsStore of a MemoryStore. Threads: one.
class MemorySettingsStore final : public SettingsStore
{
public:
    explicit MemorySettingsStore(MemoryLife &life)
        : m_life(life)
    {
    }
    Result<> savePause(const Pause &pause) override;
    Result<bool> removePause(const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant) override;
    Result<std::vector<Pause>> pauses() override;
    Result<> saveTenant(const TenantSettings &settings) override;
    Result<std::vector<TenantSettings>> savedTenants() override;
    Result<std::optional<TenantSettings>> savedTenant(const TenantName &tenant) override;
    Result<> saveScale(const QueueName &queue, std::optional<int> workers) override;
    Result<std::vector<std::pair<QueueName, int>>> savedScales() override;
    Result<> saveQueue(const QueueName &queue, const std::optional<std::string> &settings) override;
    Result<std::vector<std::pair<QueueName, std::string>>> savedQueues() override;
    Result<> saveQueueLimits(const QueueName &queue, const TenantRules &limits) override;
    Result<std::map<QueueName, TenantRules>> savedQueueLimits() override;
    Result<> saveAlert(const AlertName &name, const std::optional<AlertRule> &rule) override;
    Result<std::vector<AlertRule>> savedAlerts() override;
    Result<> saveDeficits(std::span<const CarriedDeficit> deficits) override;
    Result<std::vector<CarriedDeficit>> takeDeficits() override;
    Result<std::vector<SpentRate>> spentRates(TimePoint now) override;
    Result<> saveOperation(const Operation &operation) override;

private:
    MemoryLife &m_life;
};

} // namespace fairlead

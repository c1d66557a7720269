// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/alert.h"
#include "engine/domain/carried_deficit.h"
#include "engine/domain/operation.h"
#include "engine/domain/settings.h"
#include "engine/domain/spent_rate.h"
#include "engine/domain/views.h"

#include <map>
#include <span>

namespace fairlead {

/// Pauses, settings of operators, alerts, deficits, spent rates and operations, which outlive a restart. Threads: the
/// one that opened the session.
class SettingsStore
{
public:
    virtual ~SettingsStore() = default;

    /// Keeps a pause and replaces an earlier one of the same queue and tenant.
    virtual Result<> savePause(const Pause &pause) = 0;
    /// Removes a pause; true when there was one.
    virtual Result<bool> removePause(
        const std::optional<QueueName> &queue, const std::optional<TenantName> &tenant) = 0;
    virtual Result<std::vector<Pause>> pauses() = 0;

    /// Keeps the limits that an operator set for a tenant. They override the configuration file.
    virtual Result<> saveTenant(const TenantSettings &settings) = 0;
    virtual Result<std::vector<TenantSettings>> savedTenants() = 0;
    /// Empty when no operator set anything for the tenant.
    virtual Result<std::optional<TenantSettings>> savedTenant(const TenantName &tenant) = 0;

    /// Keeps the number of workers that an operator set for a queue; empty removes it.
    virtual Result<> saveScale(const QueueName &queue, std::optional<int> workers) = 0;
    virtual Result<std::vector<std::pair<QueueName, int>>> savedScales() = 0;

    /// Keeps the queue that a call made, as the keys of its table; empty removes it, and the limits of the queue.
    virtual Result<> saveQueue(const QueueName &queue, const std::optional<std::string> &settings) = 0;
    /// In order of name.
    virtual Result<std::vector<std::pair<QueueName, std::string>>> savedQueues() = 0;
    /// Keeps the limits that an operator set for a queue. They override those of its settings. No limit at all: forgets
    /// them.
    virtual Result<> saveQueueLimits(const QueueName &queue, const TenantRules &limits) = 0;
    virtual Result<std::map<QueueName, TenantRules>> savedQueueLimits() = 0;

    /// Keeps an alert and replaces an earlier one of the name; empty removes it.
    virtual Result<> saveAlert(const AlertName &name, const std::optional<AlertRule> &rule) = 0;
    /// In order of name.
    virtual Result<std::vector<AlertRule>> savedAlerts() = 0;

    /// Keeps these deficits and removes all earlier ones.
    virtual Result<> saveDeficits(std::span<const CarriedDeficit> deficits) = 0;
    /// Returns the deficits in order of queue, tenant and priority, and removes them.
    virtual Result<std::vector<CarriedDeficit>> takeDeficits() = 0;

    /// The rates that are not whole again by `now`, in order of tenant, as the latest claim of each tenant left them.
    /// Forgets the others.
    virtual Result<std::vector<SpentRate>> spentRates(TimePoint now) = 0;

    /// Keeps an operation as it is now. An ended operation is kept for `operationsKept`.
    virtual Result<> saveOperation(const Operation &operation) = 0;
};

} // namespace fairlead

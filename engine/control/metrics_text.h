// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/alert.h"
#include "engine/domain/health.h"
#include "engine/domain/views.h"

namespace fairlead {

/// The largest number of tenants with figures of their own in /metrics. The others are summed up as tenant="other".
inline constexpr std::size_t metricTenantsMax = 1'000;

/// The same of workers. The others are left out.
inline constexpr std::size_t metricWorkersMax = 256;

/// The parts of /metrics.
struct MetricsParts
{
    StatusView status;
    HealthReport health;
    std::vector<AlertView> alerts;
    std::vector<QueueView> queues;
    TenantPage tenants;
    std::vector<WorkerView> workers;
};

/// The engine's figures in the Prometheus text format 0.0.4. Tenants with the most worker time come first, and workers
/// with the most runs. Pure.
std::string metricsText(const MetricsParts &parts, TimePoint now);

} // namespace fairlead

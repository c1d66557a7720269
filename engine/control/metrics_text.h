// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/health.h"
#include "engine/domain/views.h"

namespace fairlead {

/// The largest number of tenants with figures of their own in /metrics. The others are summed up as tenant="other".
inline constexpr std::size_t metricTenantsMax = 1'000;

/// The engine's figures in the Prometheus text format 0.0.4. Tenants with the most worker time come first. Pure.
std::string metricsText(const StatusView &status, const HealthReport &health, const std::vector<QueueView> &queues,
    const std::vector<TenantView> &tenants, TimePoint now);

} // namespace fairlead

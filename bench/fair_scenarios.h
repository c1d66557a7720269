// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/fair_queue/fair_queue_settings.h"

#include <cstdint>
#include <string>
#include <vector>

namespace fairlead {

/// A group of producers that are alike: each a thread and a tenant of its own.
struct ProducerGroup
{
    std::string name;
    int count = 1;
    int intervalMs = 0; ///< 0: as fast as it can
    int priority = 2;
};

/// One of the five loads of firq-bench (see docs/PERFORMANCE.md): two workers that sleep for each item.
struct FairScenario
{
    std::string name;
    std::vector<ProducerGroup> producers;
    int workMs = 1;
    int seconds = 5;
    std::size_t lengthMax = 1;
    std::size_t tenantLengthMax = 1;
    int deadlineMs = 0; ///< 0: none
};
std::vector<FairScenario> fairScenarios();

/// What a group's items waited, exactly: every one of them.
struct GroupResult
{
    std::string name;
    std::size_t delivered = 0;
    double p50Ms = 0;
    double p95Ms = 0;
    double p99Ms = 0;
    double maxMs = 0;
};
struct ScenarioResult
{
    double deliveredPerSecond = 0;
    std::uint64_t refused = 0;
    std::uint64_t expired = 0;
    std::vector<GroupResult> groups;
};
ScenarioResult runFairQueue(const FairScenario &scenario, PriorityMode mode);
/// The same load on one queue under one mutex that knows no tenants, only lengthMax.
ScenarioResult runFifo(const FairScenario &scenario);

} // namespace fairlead

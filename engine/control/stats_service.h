// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/control/machinery.h"

namespace fairlead {

/// What the engine knows of itself: every figure from the dispatcher's memory or the store's counters. Threads: any.
class StatsService
{
public:
    explicit StatsService(Machinery &machinery)
        : m_machinery(machinery)
    {
    }

    void status(Answer<StatusView> answer);
    void queues(Answer<std::vector<QueueView>> answer);
    void tenants(Answer<std::vector<TenantView>> answer);
    void workers(Answer<std::vector<WorkerView>> answer);
    /// REQUIRES: the query is in range.
    void history(const HistoryQuery &query, Answer<History> answer);

private:
    using Counts = std::vector<QueueTenantCounts>;
    /// The dispatcher's picture, then the counters.
    void look(DispatchSnapshot::With with, std::function<void(Result<std::pair<DispatchSnapshot, Counts>>)> answer);
    std::vector<QueueView> queueViews(const DispatchSnapshot &picture, const Counts &counts) const;

    Machinery &m_machinery;
};

} // namespace fairlead

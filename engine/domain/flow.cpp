// SPDX-License-Identifier: Apache-2.0
#include "engine/domain/flow.h"

#include <algorithm>

namespace fairlead {

void FlowCounts::add(const FlowCounts &other)
{
    accepted += other.accepted;
    started += other.started;
    succeeded += other.succeeded;
    failed += other.failed;
    dead += other.dead;
    expired += other.expired;
    cancelled += other.cancelled;
    workerTime += other.workerTime;
}

void Stock::add(const Stock &other)
{
    addCounts(states, other.states);
    isPaused = isPaused || other.isPaused;
}

void DurationBuckets::add(std::int64_t microseconds)
{
    ++count;
    sum += microseconds;
    for (std::size_t i = durationBounds.size(); i-- > 0 && microseconds <= durationBounds.at(i);)
        ++upTo.at(i);
}

Result<> checkHistory(const HistoryQuery &query)
{
    if (query.range < std::chrono::seconds {1} || query.range > std::chrono::hours {24})
        return failure(ErrorCode::Invalid, "range: expected 1s to 24h");
    if (query.step && (*query.step <= Microseconds {0} || *query.step > std::chrono::minutes {1}))
        return failure(ErrorCode::Invalid, "step: expected 1s to 1m");
    if (query.series && std::find(historySeries.begin(), historySeries.end(), *query.series) == historySeries.end())
        return failure(ErrorCode::Invalid,
            "series: expected accepted, started, succeeded, failed, dead, expired, cancelled, worker_time, queue_time "
            "or run_time");
    if (query.worker && (query.queue || query.tenant))
        return failure(ErrorCode::Invalid, "worker: goes with neither a queue nor a tenant");
    return {};
}

} // namespace fairlead

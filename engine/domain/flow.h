// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
#include "engine/domain/ids.h"
#include "engine/domain/result.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace fairlead {

/// Counts of jobs and runs in a time.
struct FlowCounts
{
    std::int64_t accepted = 0;
    std::int64_t started = 0; ///< runs
    std::int64_t succeeded = 0;
    std::int64_t failed = 0; ///< runs after which another attempt follows
    std::int64_t dead = 0;
    std::int64_t expired = 0;
    std::int64_t cancelled = 0;
    std::int64_t workerTime = 0; ///< microseconds
    bool operator==(const FlowCounts &) const = default;
};

/// A summary of a histogram; microseconds.
struct Quantiles
{
    std::int64_t count = 0;
    std::int64_t p50 = 0;
    std::int64_t p95 = 0;
    std::int64_t p99 = 0;
    std::int64_t max = 0;
};

/// The bounds of the buckets that count durations for Prometheus, in microseconds. They must never change.
inline constexpr std::array<std::int64_t, 16> durationBounds {1'000, 5'000, 10'000, 25'000, 50'000, 100'000, 250'000,
    500'000, 1'000'000, 2'500'000, 5'000'000, 10'000'000, 30'000'000, 60'000'000, 300'000'000, 1'800'000'000};
/// Durations since the start, counted in those buckets.
struct DurationBuckets
{
    std::int64_t count = 0;
    std::int64_t sum = 0; ///< microseconds
    std::array<std::int64_t, durationBounds.size()> upTo {}; ///< number of durations up to each bound
    void add(std::int64_t microseconds);
};

/// Selects the subject of a history. With all parts empty it is the engine.
struct HistoryQuery
{
    std::optional<QueueName> queue {};
    std::optional<TenantName> tenant {}; ///< alone: in all queues
    std::string worker {}; ///< excludes the other two
    std::string series {}; ///< one of historySeries; empty: all
    Microseconds range = std::chrono::minutes {15}; ///< 1 s to 24 h
};
/// The figures of a point that can be queried alone.
inline constexpr std::array<std::string_view, 10> historySeries {"accepted", "started", "succeeded", "failed", "dead",
    "expired", "cancelled", "worker_time", "queue_time", "run_time"};
/// Fails with Invalid.
Result<> checkHistory(const HistoryQuery &query);

/// The counts of one step of time. It begins `at`.
struct HistoryPoint
{
    TimePoint at {};
    FlowCounts counts {};
    Quantiles queueTime {}; ///< from ready to start, of first attempts
    Quantiles runTime {}; ///< worker time of each run
};
/// Oldest first. Steps without counts are left out.
struct History
{
    Microseconds step {0};
    TimePoint from {};
    TimePoint until {};
    std::vector<HistoryPoint> points;
    std::string series {}; ///< the only figure that the query asked for; empty: all
};

} // namespace fairlead

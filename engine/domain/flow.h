// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/clock.h"
#include "engine/domain/field.h"
#include "engine/domain/ids.h"
#include "engine/domain/job_state.h"
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
    void add(const FlowCounts &other);
    bool operator==(const FlowCounts &) const = default;
};

template <>
struct Fields<FlowCounts>
{
    static constexpr std::string_view name = "FlowCounts";
    static constexpr auto all =
        std::tuple(Field {"accepted", &FlowCounts::accepted, "new jobs accepted; not those that were moved here"},
            Field {"started", &FlowCounts::started, "runs started"},
            Field {"succeeded", &FlowCounts::succeeded, "jobs that succeeded"},
            Field {"failed", &FlowCounts::failed, "runs after which another attempt follows"},
            Field {"dead", &FlowCounts::dead, "jobs that died"},
            Field {"expired", &FlowCounts::expired, "jobs that expired"},
            Field {"cancelled", &FlowCounts::cancelled, "jobs that were cancelled"},
            Field {"worker_time_us", &FlowCounts::workerTime, "microseconds of workers"});
};

/// The jobs in each state and whether they are paused, at one moment.
struct Stock
{
    StateCounts states {};
    bool isPaused = false;
    void add(const Stock &other);
    bool operator==(const Stock &) const = default;
};

template <>
struct Fields<Stock>
{
    static constexpr std::string_view name = "Stock";
    static constexpr auto all = std::tuple(Field {"counts", &Stock::states, "jobs by state"},
        Field {"paused", &Stock::isPaused, "whether they are paused"});
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

template <>
struct Fields<Quantiles>
{
    static constexpr std::string_view name = "Quantiles";
    static constexpr auto all = std::tuple(Field {"count", &Quantiles::count, "runs"},
        Field {"p50", &Quantiles::p50, "microseconds"}, Field {"p95", &Quantiles::p95, "microseconds"},
        Field {"p99", &Quantiles::p99, "microseconds"}, Field {"max", &Quantiles::max, "microseconds"});
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
    std::optional<std::string> worker {}; ///< excludes the other two
    std::optional<std::string> series {}; ///< one of historySeries; absent: all
    Microseconds range = std::chrono::minutes {15}; ///< 1 s to 24 h
    std::optional<Microseconds> step {}; ///< at least this, up to a minute; empty: the finest that is kept so long
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
    std::optional<Stock> stock {}; ///< as last counted in the step, where it had changed; never of a worker
};

template <>
struct Fields<HistoryPoint>
{
    static constexpr std::string_view name = "HistoryPoint";
    static constexpr bool isPartial = true; ///< an answer may have only one of the figures
    static constexpr auto all = std::tuple(Field {"at", &HistoryPoint::at, "begin of the step", {.isRequired = true}},
        Inline {&HistoryPoint::counts},
        Field {"queue_time_us", &HistoryPoint::queueTime, "from ready to start, of first attempts"},
        Field {"run_time_us", &HistoryPoint::runTime, "worker time of each run"},
        Field {"stock", &HistoryPoint::stock, "the jobs there are, where their numbers have changed"});
};
/// Oldest first. Steps without counts are left out.
struct History
{
    Microseconds step {0};
    TimePoint from {};
    TimePoint until {};
    std::optional<Stock> before {}; ///< the last stock of an earlier step
    std::vector<HistoryPoint> points {};
    std::string series {}; ///< the only figure that the query asked for; empty: all
};

template <>
struct Fields<History>
{
    static constexpr std::string_view name = "History";
    static constexpr auto all = std::tuple(Field {"step_ms", &History::step, "length of a step"},
        Field {"from", &History::from, "begin of the range"}, Field {"until", &History::until, "end of the range"},
        Field {"before", &History::before, "the last stock of an earlier step"},
        Field {"points", &History::points, "oldest first; steps in which nothing passed are left out"});
};

} // namespace fairlead

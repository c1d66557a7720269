// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/domain/flow.h"
#include "engine/domain/histogram.h"

#include <array>
#include <deque>
#include <map>

namespace fairlead {

/// The counts of one step of time.
struct FlowCell
{
    FlowCounts counts;
    SparseHistogram queueTime; ///< microseconds from ready to start, first attempts only
    SparseHistogram runTime; ///< microseconds of worker time, by run
    std::optional<Stock> stock {}; ///< as last counted in the step

    bool isEmpty() const { return counts == FlowCounts {} && queueTime.isEmpty() && runTime.isEmpty() && !stock; }
    /// Adds a cell of the same step or of a later part of it.
    void merge(const FlowCell &other);
    std::string pack() const;
    /// Empty when the bytes do not hold a cell.
    static std::optional<FlowCell> unpack(std::string_view bytes);
    /// The counts alone, without a look at the rest. REQUIRES: the bytes come from pack().
    static FlowCounts unpackCounts(std::string_view bytes);
};
Quantiles quantilesOf(const SparseHistogram &histogram);

/// The past of one queue, tenant or worker at three resolutions: seconds for 15 minutes, tens of seconds for 3 hours,
/// minutes for 24 hours. Steps without counts take no memory; closed steps are packed. When the clock is set back,
/// counts go into the newest step. Threads: one.
class FlowSeries
{
public:
    enum class Resolution { Second, TenSeconds, Minute };
    /// The finest resolution that is kept over the range and has at least this step.
    static Resolution resolutionFor(Microseconds range, Microseconds stepMin);
    static Microseconds stepOf(Resolution resolution);

    /// The step that is open at `now`.
    FlowCell &at(TimePoint now);
    /// Keeps a stock that differs from the last one, and the first one after a restart.
    void note(const Stock &stock, TimePoint now);
    std::optional<Stock> lastStock() const { return m_noted; }
    /// The steps from `from` on, by their start.
    std::map<TimePoint, FlowCell> cells(Resolution resolution, TimePoint from) const;
    /// The last stock of the steps before the one of `from`.
    std::optional<Stock> stockBefore(Resolution resolution, TimePoint from) const;
    /// The counts since `from`, to the second, at most 15 minutes ago.
    FlowCounts countsSince(TimePoint from) const;
    /// The counts of the last 15 minutes, with a precision of one minute.
    FlowCell recent(TimePoint now) const;
    /// The counts of `recent` alone, without a look at its histograms.
    FlowCounts recentCounts(TimePoint now) const;
    /// Restores one minute of the past that begins `at`. REQUIRES: it is later than those restored before.
    void restore(TimePoint at, const FlowCell &cell);
    /// Merges the past of other series into this one's.
    void take(const std::vector<FlowSeries> &others);
    void forget(TimePoint now);

    /// The approximate memory.
    std::size_t bytes() const;
    bool isEmpty() const;

private:
    struct Level
    {
        std::int64_t openStep = 0; ///< number of steps since 1970
        FlowCell open;
        std::deque<std::pair<std::int64_t, std::string>> closed; ///< by step, oldest first
    };
    void put(std::size_t level, TimePoint at, const FlowCell &cell);
    void close(std::size_t level);

    std::array<Level, 3> m_levels;
    std::optional<Stock> m_noted; ///< the last one
    bool m_isRestored = false; ///< m_noted is of an earlier life, of which the last minute may be missing
    /// The sum of the closed minutes of `recent`, and the first minute that is not in it.
    mutable std::optional<std::pair<std::int64_t, FlowCell>> m_recent;
    /// The same of `recentCounts`.
    struct RecentCounts
    {
        std::int64_t first = 0; ///< minute
        std::int64_t open = 0; ///< minute
        FlowCounts sum;
    };
    mutable std::optional<RecentCounts> m_recentCounts;
};

} // namespace fairlead

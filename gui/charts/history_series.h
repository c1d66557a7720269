// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/charts/time_series_view.h"
#include "gui/feed/history_feed.h"
#include "gui/feed/snapshot.h"

#include <QPalette>

#include <functional>

namespace fairlead {

/// The durations that a chart can show.
enum class TimeKind { Queue, Run };

/// The lines of a chart by name. A name keeps its line and its colour while it is among the first, whoever comes or
/// goes beside it. Threads: GUI.
class LineSeats
{
public:
    /// Seats at most `most` of the names, which are in the order of their rank. A seated name stays while its rank is
    /// at most twice as many. Returns the names by colour; an empty one is a free seat.
    const std::vector<std::string> &seat(const std::vector<std::string> &ranked, std::size_t most);

private:
    std::vector<std::string> m_names;
};

/// Turns the engine's histories into lines and bands for charts. Ages are counted from the end of the time shown. A
/// history that is not there yet gives no lines. Borrows the snapshot.
class HistorySeries
{
public:
    /// `end`: of the time shown; empty: the end of each history.
    HistorySeries(HistorySource find, const Snapshot &snapshot, int spanSeconds, const QPalette &palette,
        const std::optional<TimePoint> &end = {});

    /// Jobs accepted, runs ended and jobs that died, a second.
    std::vector<TimeSeries> throughput(const Scope &scope) const;
    /// The share of all worker time that a tenant got, and the fair share that its weight is worth now.
    std::vector<TimeSeries> shareOf(const TenantName &tenant) const;
    /// The ready jobs of one scope.
    std::vector<TimeSeries> ready(const Scope &scope) const;
    /// The `most` queues with the most ready jobs, then the rest as one line; or one queue alone.
    std::vector<TimeSeries> readyByQueue(
        const std::optional<QueueName> &only, std::size_t most, LineSeats &seats) const;
    /// p95 of the `most` tenants that were slowest in the last 15 minutes, in the queue of the scope; over a longer
    /// span those with many jobs follow. Of one tenant p50, p95 and p99.
    std::vector<TimeSeries> percentiles(TimeKind kind, const Scope &scope, std::size_t most, LineSeats &seats) const;
    /// Pauses of the scope, and the time before the engine started of which nothing is known.
    std::vector<TimeBand> bands(const Scope &scope) const;

    // Values without ages, oldest first, one a step; empty while they are not known.
    QVector<double> endedPerSecond(const HistoryKey &key) const;
    QVector<double> jobsIn(JobState state, const HistoryKey &key) const;

private:
    struct Window;
    using Value = std::function<double(const HistoryPoint *, const std::optional<Stock> &)>;
    const History *find(const Scope &scope, Microseconds stepMin) const;
    /// The end of the time shown.
    TimePoint endOf(const History &history) const;
    Window windowOf(const History &history) const;
    QVector<QPointF> points(const History &history, const Value &value) const;
    TimeSeries line(const QString &name, int colour, QVector<QPointF> points) const;
    TimeSeries stockLine(const QString &name, int colour, const History &history, JobState state) const;

    const HistorySource m_find;
    const Snapshot &m_snapshot;
    const Microseconds m_span;
    const QPalette m_palette;
    const std::optional<TimePoint> m_end;
    const Microseconds m_reach; ///< from the beginning of the time shown until now
};

/// The mean of the last ten seconds, a second; 0 while it is not known.
double recentRate(const History *history, const std::function<std::int64_t(const FlowCounts &)> &count);

} // namespace fairlead

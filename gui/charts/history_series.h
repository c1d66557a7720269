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

/// Turns the engine's histories into lines and bands for charts. Ages are counted from the end of each history. A
/// history that is not there yet gives no lines. Borrows the snapshot.
class HistorySeries
{
public:
    HistorySeries(HistorySource find, const Snapshot &snapshot, int spanSeconds, const QPalette &palette);

    /// Jobs accepted, runs ended and jobs that died, a second.
    std::vector<TimeSeries> throughput(const Scope &scope) const;
    /// The share of all worker time that a tenant got, and the fair share that its weight is worth now.
    std::vector<TimeSeries> shareOf(const TenantName &tenant) const;
    /// The ready jobs of one scope.
    std::vector<TimeSeries> ready(const Scope &scope) const;
    /// The `most` queues with the most ready jobs, then the rest as one line; or one queue alone.
    std::vector<TimeSeries> readyByQueue(const std::optional<QueueName> &only, std::size_t most) const;
    /// p95 of the `most` tenants that were slowest in the last 15 minutes, in the queue of the scope; over a longer
    /// span those with many jobs follow. Of one tenant p50, p95 and p99.
    std::vector<TimeSeries> percentiles(TimeKind kind, const Scope &scope, std::size_t most) const;
    /// Pauses of the scope, and the time before the engine started of which nothing is known.
    std::vector<TimeBand> bands(const Scope &scope) const;

    // Values without ages, oldest first, one a step; empty while they are not known.
    QVector<double> endedPerSecond(const HistoryKey &key) const;
    QVector<double> jobsIn(JobState state, const HistoryKey &key) const;

private:
    struct Window;
    using Value = std::function<double(const HistoryPoint *, const std::optional<Stock> &)>;
    const History *find(const Scope &scope, Microseconds stepMin) const;
    Window windowOf(const History &history, Microseconds span) const;
    QVector<QPointF> points(const History &history, Microseconds span, const Value &value) const;
    TimeSeries line(const QString &name, int colour, QVector<QPointF> points) const;
    TimeSeries stockLine(const QString &name, int colour, const History &history, JobState state) const;

    const HistorySource m_find;
    const Snapshot &m_snapshot;
    const Microseconds m_span;
    const QPalette m_palette;
};

/// The mean of the last ten seconds, a second; 0 while it is not known.
double recentRate(const History *history, const std::function<std::int64_t(const FlowCounts &)> &count);

} // namespace fairlead

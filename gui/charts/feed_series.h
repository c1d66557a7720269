// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/charts/time_series_view.h"
#include "gui/feed/samples.h"

#include <QPalette>

#include <functional>

namespace fairlead {

/// Which of a tenant's times a chart shows.
enum class TimeKind { Queue, Run };

/// Turns samples into lines and bands. Ages are counted from `now`; what is older than `span` seconds is left out.
class FeedSeries
{
public:
    FeedSeries(const Samples &samples, MonotonicTime now, int span, const QPalette &palette);

    std::vector<TimeSeries> throughput() const;
    /// The `most` queues with the most ready jobs, then the rest as one line; or one queue alone.
    std::vector<TimeSeries> readyByQueue(const std::optional<QueueName> &only, std::size_t most) const;
    /// p95 of the `most` slowest tenants; of one tenant p50, p95 and p99.
    std::vector<TimeSeries> percentiles(TimeKind kind, const std::optional<TenantName> &only, std::size_t most) const;
    /// Pauses of the engine, and gaps during which nothing was heard.
    std::vector<TimeBand> bands() const;

private:
    TimeSeries line(const QString &name, int colour, const std::function<double(const Sample &)> &value) const;
    double ageOf(const Sample &sample) const;

    std::vector<const Sample *> m_samples;
    MonotonicTime m_now;
    QPalette m_palette;
};

/// The last values of one tenant's runs per second, for a sparkline.
QVector<double> doneSparkline(const Samples &samples, const TenantName &tenant);

} // namespace fairlead

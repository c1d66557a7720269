// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/domain/clock.h"

#include <QColor>
#include <QPointF>
#include <QVector>
#include <QWidget>

#include <optional>
#include <utility>
#include <vector>

namespace fairlead {

/// One line of a chart. x is the age in seconds: negative, rising to 0 for now.
struct TimeSeries
{
    QString name;
    QColor colour;
    QVector<QPointF> points;
};

/// A range of time with a meaning of its own.
struct TimeBand
{
    enum class Kind {
        Pause, ///< starts were paused
        Gap, ///< no data
    };
    Kind kind = Kind::Gap;
    double from = 0; ///< age in seconds, negative
    double to = 0;
};

/// A moment with a meaning of its own.
struct TimeMark
{
    std::int64_t number = 0; ///< names it; above 0
    double age = 0; ///< in seconds, negative
    QString glyph; ///< stands for its kind
    QString words; ///< all of it, for people
};

/// A range of time. Ages in seconds, negative; `first` is the older one.
using AgeRange = std::pair<double, double>;

/// The unit of the values in a chart. It decides the scale and the labels of the axis.
enum class TimeUnit {
    Count,
    Rate, ///< per second
    Share, ///< 0 to 1
    Duration, ///< microseconds, on a logarithmic scale: a starved tenant waits thousands of times longer
};

/// Draws lines over a span of time. The X axis stands still and the data move. Charts are made through this interface,
/// so that one class contains the chart library. Threads: GUI.
class TimeSeriesView : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;
    /// Sets how far back the axis reaches.
    virtual void setSpan(int seconds) = 0;
    /// The time at which the axis ends. Ages are counted from it. Empty: now.
    virtual void setEnd(const std::optional<TimePoint> &end) = 0;
    /// Replaces all lines and bands. Lines are reduced to the points that can be told apart.
    virtual void setData(const std::vector<TimeSeries> &series, const std::vector<TimeBand> &bands) = 0;
    /// Replaces all marks. `chosen` is the number of the one that stands out, or 0.
    virtual void setMarks(const std::vector<TimeMark> &marks, std::int64_t chosen) = 0;
    /// Highlights a range of time.
    virtual void setRange(const std::optional<AgeRange> &range) = 0;
    /// Greys the chart: its data are old.
    virtual void setStale(bool isStale) = 0;

Q_SIGNALS:
    /// The mouse is over this age in seconds (negative). A value above 0: it has left the chart.
    void hovered(double age);
    /// The mouse was dragged over a range. Ages in seconds, negative; `from` is the older one.
    void brushed(double from, double to);
    /// The mouse is over the mark with this number. 0: over none any more.
    void markPointed(std::int64_t number);
    void markClicked(std::int64_t number);
};

TimeSeriesView *makeTimeSeriesView(TimeUnit unit, QWidget *parent);

/// A value in the form of the axis and the legend.
QString shownValue(double value, TimeUnit unit);
/// A span of time, such as "15 s", "5 min" or "2 h".
QString shownSpan(int seconds);

} // namespace fairlead

// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPointF>
#include <QVector>
#include <QWidget>

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
    /// Replaces all lines and bands. Lines are reduced to the points that can be told apart.
    virtual void setData(const std::vector<TimeSeries> &series, const std::vector<TimeBand> &bands) = 0;
    /// Greys the chart: its data are old.
    virtual void setStale(bool isStale) = 0;

Q_SIGNALS:
    /// The mouse is over this age in seconds (negative). A value above 0: it has left the chart.
    void hovered(double age);
    /// The mouse was dragged over a range. Ages in seconds, negative; `from` is the older one.
    void brushed(double from, double to);
};

TimeSeriesView *makeTimeSeriesView(TimeUnit unit, QWidget *parent);

/// A value in the form of the axis and the legend.
QString shownValue(double value, TimeUnit unit);
/// A span of time, such as "15 s", "5 min" or "2 h".
QString shownSpan(int seconds);

} // namespace fairlead

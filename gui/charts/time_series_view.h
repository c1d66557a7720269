// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QPointF>
#include <QVector>
#include <QWidget>

#include <vector>

namespace fairlead {

/// One line of a chart: x is the age in seconds, negative, rising to 0 = now.
struct TimeSeries
{
    QString name;
    QColor colour;
    QVector<QPointF> points;
};

/// A stretch of time that means something by itself.
struct TimeBand
{
    enum class Kind {
        Pause, ///< nothing was started on purpose
        Gap, ///< nothing is known
    };
    Kind kind = Kind::Gap;
    double from = 0; ///< age in seconds, negative
    double to = 0;
};

/// What the values of a chart are, which decides scale and words of its axis.
enum class TimeUnit {
    Count,
    Rate, ///< per second
    Duration, ///< microseconds; logarithmic, because a tenant that starves is thousands of times slower
};

/// Draws lines over the last minutes. The X axis stands still; only data move. Charts are made through this interface,
/// so that the library behind it can be replaced in one class. Threads: GUI.
class TimeSeriesView : public QWidget
{
    Q_OBJECT
public:
    using QWidget::QWidget;
    /// How far back the axis reaches.
    virtual void setSpan(int seconds) = 0;
    /// Takes over all lines and bands at once. Lines are reduced to what can be told apart.
    virtual void setData(const std::vector<TimeSeries> &series, const std::vector<TimeBand> &bands) = 0;
    /// Greys everything: what is shown is old.
    virtual void setStale(bool isStale) = 0;

Q_SIGNALS:
    /// The mouse is over this age in seconds (negative); above 0 it has left.
    void hovered(double age);
    /// A stretch was drawn with the mouse; ages in seconds, negative, `from` the older.
    void brushed(double from, double to);
};

TimeSeriesView *makeTimeSeriesView(TimeUnit unit, QWidget *parent);

/// A value as the axis and the legend say it.
QString shownValue(double value, TimeUnit unit);

} // namespace fairlead

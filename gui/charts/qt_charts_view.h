// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gui/charts/scale.h"
#include "gui/charts/time_series_view.h"

class QChart;
class QCategoryAxis;
class QLineSeries;

namespace fairlead {

/// TimeSeriesView with Qt Charts, in the way that measured fastest: one replace() per line and tick, solid pens of one
/// pixel, a fixed X axis, at most 300 points, lines hidden instead of removed. Threads: GUI.
class QtChartsView final : public TimeSeriesView
{
    Q_OBJECT
public:
    QtChartsView(TimeUnit unit, QWidget *parent);

    void setSpan(int seconds) override;
    void setEnd(const std::optional<TimePoint> &end) override;
    void setData(const std::vector<TimeSeries> &series, const std::vector<TimeBand> &bands) override;
    void setMarks(const std::vector<TimeMark> &marks, std::int64_t chosen) override;
    void setRange(const std::optional<AgeRange> &range) override;
    void setStale(bool isStale) override;

protected:
    void changeEvent(QEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    class Canvas;
    void dress();
    void labelValues();
    /// The number of labels that the height of the plot has room for.
    std::size_t valuesFit() const;
    void labelAges();
    /// The label of an age on the axis.
    QString ageText(int age, int step) const;
    QLineSeries *lineAt(std::size_t index);

    const TimeUnit m_unit;
    ValueScale m_scale;
    int m_span = 300;
    std::optional<TimePoint> m_end;
    QChart *m_chart = nullptr;
    Canvas *m_canvas = nullptr;
    QCategoryAxis *m_ages = nullptr;
    QCategoryAxis *m_values = nullptr;
    std::size_t m_valuesFit = 0; ///< when the values were labelled
    std::vector<QLineSeries *> m_lines;
};

} // namespace fairlead
